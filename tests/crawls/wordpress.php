<?php
// Fills a new WordPress: `php wordpress.php FOLDER URL STRUCTURE POSTS.json`, or only gives it another form of
// permalinks where POSTS.json is left out. Prints the address of every post from its database as JSON.
[, $folder, $url, $structure] = $argv;
$_SERVER['HTTP_HOST'] = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
define('WP_USE_THEMES', false);
if (isset($argv[4])) {
    define('WP_INSTALLING', true);
}
require "$folder/wp-load.php";
if (isset($argv[4])) {
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('Debian Daily', 'editor', 'editor@example.org', true, '', 'not-secret');
    wp_delete_post(1, true);
    update_option('default_pingback_flag', 0);
    foreach (json_decode(file_get_contents($argv[4]), true) as $row) {
        $category = wp_create_category($row['category']);
        $id = wp_insert_post([
            'post_title' => $row['headline'],
            'post_content' => implode("\n\n", $row['paragraphs']),
            'post_date' => $row['published'],
            'post_date_gmt' => $row['published'],
            'post_status' => 'publish',
            'post_author' => 1,
            'post_category' => [$category],
            'meta_input' => ['story' => $row['number']],
        ], true);
        if (is_wp_error($id)) {
            fwrite(STDERR, $id->get_error_message() . "\n");
            exit(1);
        }
    }
}
update_option('siteurl', rtrim($url, '/'));
update_option('home', rtrim($url, '/'));
$wp_rewrite->set_permalink_structure($structure);
$wp_rewrite->flush_rules(false);
$found = [];
foreach (get_posts(['numberposts' => -1, 'post_status' => 'publish']) as $post) {
    $found[get_permalink($post)] = (int) get_post_meta($post->ID, 'story', true);
}
echo json_encode($found);
