# newsspider._native.words in compiled code.
#
# A word is known by its hash: of 64 bits (FNV-1a over characters) in WordTable. Some 10,000 words have weights: that
# another one has the hash of one of them happens once in 10 ** 15 words.

cdef enum:
    WORD_HASHES = 1 << 14
    MARKS_BEFORE = 6  # of a line's first word, as in newsspider._native.words
    MOST_DIGITS = 6
    MARKS_BEHIND_DIGITS = 3

cdef unsigned char[128] IN_WORD
for code in range(128):
    IN_WORD[code] = chr(code).isalnum() or chr(code) == "_"


cdef inline bint is_in_word(Py_UCS4 letter) noexcept:
    return IN_WORD[<int> letter] if letter < 128 else letter == 0xA9 or letter.isalnum()


cdef class KnownWords:
    cdef frozenset words
    cdef unsigned char[WORD_HASHES] hashes
    cdef Py_ssize_t most

    def __init__(self, words, most=None):
        self.words = frozenset(words)
        self.most = PY_SSIZE_T_MAX if most is None else most
        memset(self.hashes, 0, WORD_HASHES)
        for word in self.words:
            self.scan(word, None, None)

    def found(self, text):
        cdef set found = set()
        self.scan(plain_text(text), found, None)
        return found

    def lines_of(self, text):
        cdef dict lines = {}
        self.scan(plain_text(text), None, lines)
        return lines

    cdef scan(self, str text, set found, dict lines):
        """Add the known words that stand in the text to `found`, or the numbers of their lines to `lines`.

        Where both are None, learn the text's words.
        """
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), i = 0, start, read, line = 0
        cdef uint32_t hashed
        cdef Py_UCS4 letter
        cdef list numbers
        while i < size:
            letter = PyUnicode_READ(kind, data, i)
            if not is_in_word(letter):
                line += letter == 10  # a line break
                i += 1
                continue
            start = i
            hashed = 2166136261
            while i < size:
                letter = PyUnicode_READ(kind, data, i)
                if not is_in_word(letter):
                    break
                if i - start < self.most:
                    hashed = (hashed ^ <uint32_t> letter) * 16777619
                i += 1
            hashed = (hashed ^ (hashed >> 15)) % WORD_HASHES
            if found is None and lines is None:
                self.hashes[hashed] = 1
            elif self.hashes[hashed]:
                read = min(i - start, self.most)
                word = PyUnicode_Substring(text, start, start + read)
                if word not in self.words:
                    continue
                if found is not None:
                    found.add(word)
                    continue
                numbers = <list> lines.setdefault(word, [])
                if not numbers or numbers[len(numbers) - 1] != line:
                    numbers.append(line)


    def beginnings(self, given):
        cdef str text = plain_text(given)
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        if kind == 1:
            return lines_begun(self, <const uint8_t*> data, text)
        if kind == 2:
            return lines_begun(self, <const uint16_t*> data, text)
        return lines_begun(self, <const uint32_t*> data, text)


cdef list lines_begun(KnownWords known, const Letters* letters, str text):
    cdef Py_ssize_t size = len(text), i = 0, start, end, line = 0
    cdef list found = []
    while i < size:
        start = behind_marks(letters, i, size, MARKS_BEFORE)
        i = start
        while i < size and i - start < MOST_DIGITS and is_decimal(letters[i]):
            i += 1
        if i > start:
            end = behind_marks(letters, i, size, MARKS_BEHIND_DIGITS)
            start = end if end > i else start  # digits without a mark behind them are a word, or its beginning
        end = start
        while end < size and is_in_word(letters[end]):
            end += 1
        if end > start and PyUnicode_Substring(text, start, start + min(end - start, known.most)) in known.words:
            found.append(line)
        i = end
        while i < size and letters[i] != 10:
            i += 1
        i += 1
        line += 1
    return found


cdef inline Py_ssize_t behind_marks(const Letters* letters, Py_ssize_t start, Py_ssize_t size, Py_ssize_t most) noexcept:
    """Return where `most` characters end that are neither of words nor line breaks, or where such end before."""
    cdef Py_ssize_t i = start, end = min(size, start + most)
    while i < end and letters[i] != 10 and (letters[i] == 0xA9 or not is_in_word(letters[i])):
        i += 1
    return i


cdef uint64_t BASIS = 14695981039346656037ULL
cdef uint64_t PRIME = 1099511628211ULL


cdef inline uint64_t fed(uint64_t state, uint32_t letter) noexcept nogil:
    return (state ^ letter) * PRIME


cdef uint64_t fed_text(uint64_t state, str text) noexcept:
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i
    for i in range(len(text)):
        state = fed(state, PyUnicode_READ(kind, data, i))
    return state


cdef inline uint32_t lower_letter(uint32_t letter) noexcept:
    if letter < 128:
        return letter | 0x20 if 65 <= letter <= 90 else letter
    return Py_UNICODE_TOLOWER(letter)


cdef str plain(str text):
    """Return a text each letter of which has one small one, whatever stands around it; İ and Σ have not."""
    return text.lower() if "\u0130" in text or "\u03a3" in text else text


cdef inline bint is_decimal(uint32_t letter) noexcept:
    return 48 <= letter <= 57 if letter < 128 else Py_UNICODE_ISDECIMAL(letter)


cdef inline bint is_letter(uint32_t letter) noexcept:
    """Return whether a lower-case character is what [^\\W\\d_] matches."""
    if letter < 128:
        return 97 <= letter <= 122
    return Py_UNICODE_ISALNUM(letter) and not Py_UNICODE_ISDECIMAL(letter)


cdef void read_letters(uint64_t begin, str text, vector[uint64_t]* words) noexcept:
    """Add the hash of each run of letters, lower-case, that begins with a state."""
    cdef int width = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef uint64_t state = begin
    cdef Py_ssize_t i
    cdef uint32_t letter
    cdef bint in_word = False
    for i in range(len(text)):
        letter = lower_letter(PyUnicode_READ(width, data, i))
        if is_letter(letter):
            state = fed(state, letter)
            in_word = True
        elif in_word:
            words.push_back(state)
            state = begin
            in_word = False
    if in_word:
        words.push_back(state)


cdef class WordTable:
    cdef vector[uint64_t] keys  # 0 where a place is empty
    cdef vector[double] weights
    cdef uint64_t mask
    cdef dict kinds  # of word -> state of the hash behind it and ":"

    def __cinit__(self, weights):
        cdef uint64_t size = 16
        cdef uint64_t key
        while 2 * size < 3 * <uint64_t> len(weights):
            size *= 2
        self.keys.resize(size)
        self.weights.resize(size)
        self.mask = size - 1
        self.kinds = {}
        for name, weight in weights.items():
            if not weight:
                continue
            kind = name.partition(":")[0]
            self.kinds[kind] = self.state_behind(kind)
            key = fed_text(BASIS, name) or 1
            at = self.place_of(key)
            self.keys[at] = key
            self.weights[at] = weight

    cdef uint64_t state_behind(self, str kind) noexcept:
        return fed(fed_text(BASIS, kind), 58)

    cdef uint64_t place_of(self, uint64_t key) noexcept nogil:
        """Return where a key stands, or the empty place where it would."""
        cdef uint64_t at = (key ^ key >> 32) & self.mask
        while self.keys[at] and self.keys[at] != key:
            at = (at + 1) & self.mask
        return at

    cdef void look(self, uint64_t state, vector[uint64_t]* found) noexcept nogil:
        cdef uint64_t at = self.place_of(state or 1)
        if self.keys[at]:
            found.push_back(at)

    cdef list weights_at(self, vector[uint64_t]* found):
        """Return the weights at the places that were found, each once."""
        cdef size_t i
        cdef list weights = []
        sort(found.begin(), found.end())
        found.erase(unique(found.begin(), found.end()), found.end())
        for i in range(found.size()):
            weights.append(self.weights[found.at(i)])
        return weights

    def of_words(self, str kind not None, *groups):
        if kind not in self.kinds:
            return []
        cdef uint64_t state = self.kinds[kind]
        cdef vector[uint64_t] found
        cdef str word
        for words in groups:
            for word in words:
                self.look(fed_text(state, word), &found)
        return self.weights_at(&found)

    def of_text(self, str kind not None, str text not None):
        if kind not in self.kinds:
            return []
        cdef vector[uint64_t] words, found
        cdef size_t i
        read_letters(self.kinds[kind], plain(text), &words)
        for i in range(words.size()):
            self.look(words[i], &found)
        return self.weights_at(&found)

    def share_of_text(self, str kind not None, str text not None):
        if kind not in self.kinds:
            return 0.0
        cdef vector[uint64_t] words, found
        cdef size_t i
        read_letters(self.kinds[kind], plain(text), &words)
        sort(words.begin(), words.end())
        words.erase(unique(words.begin(), words.end()), words.end())
        for i in range(words.size()):
            self.look(words[i], &found)
        return <double> found.size() / <double> max(1, words.size())

    def of_labels(self, str kind not None, lines):
        if kind not in self.kinds:
            return []
        cdef uint64_t begin = self.kinds[kind]
        cdef vector[uint64_t] found
        cdef str line
        for line in lines:
            self.look(fed_label(begin, plain(line)), &found)
        return self.weights_at(&found)

    def of_blocks(self, texts):
        cdef list sums = []
        cdef vector[uint64_t] found
        cdef double total
        cdef size_t i
        cdef str text
        for text in texts:
            found.clear()
            if len(text) > WHOLE_CHARS:
                self.look_at_ends(text[:HEAD_CHARS].lower(), text[-TAIL_CHARS:].lower(), &found)
            else:
                self.look_at_whole(text.lower(), &found)
            sort(found.begin(), found.end())
            found.erase(unique(found.begin(), found.end()), found.end())
            total = 0.0
            for i in range(found.size()):
                total += self.weights[found.at(i)]
            sums.append(total)
        return sums

    cdef look_at_whole(self, str text, vector[uint64_t]* found):
        cdef vector[Token] tokens
        cdef Py_ssize_t i
        cdef uint64_t state
        cdef uint64_t begin = fed(BASIS, 94)  # "^"
        read_tokens(text, &tokens)
        cdef Py_ssize_t count = tokens.size()
        for i in range(count):
            state = fed_token(BASIS, text, tokens[i])
            self.look(state, found)
            if i + 1 < count and i + 1 < MOST_PAIRED:
                self.look(fed_token(fed(state, 95), text, tokens[i + 1]), found)  # "_"
        if count:
            state = fed_token(begin, text, tokens[0])
            self.look(state, found)
            self.look(fed_token(fed(BASIS, 36), text, tokens[count - 1]), found)  # "$"
            if count > 1:
                self.look(fed_token(fed(state, 32), text, tokens[1]), found)

    cdef look_at_ends(self, str head, str tail, vector[uint64_t]* found):
        cdef vector[Token] tokens
        cdef Py_ssize_t i
        read_tokens(head, &tokens)
        for i in range(min(HEAD_WORDS, <Py_ssize_t> tokens.size())):
            self.look(fed_token(fed(fed(BASIS, 76), 94), head, tokens[i]), found)  # "L^"
        tokens.clear()
        read_tokens(tail, &tokens)
        for i in range(max(0, <Py_ssize_t> tokens.size() - TAIL_WORDS), tokens.size()):
            self.look(fed_token(fed(fed(BASIS, 76), 36), tail, tokens[i]), found)  # "L$"


cdef enum:  # as in newsspider._native.words
    WHOLE_CHARS = 160
    HEAD_CHARS = 60
    TAIL_CHARS = 40
    HEAD_WORDS = 3
    TAIL_WORDS = 2
    MOST_PAIRED = 12

ctypedef pair[Py_ssize_t, Py_ssize_t] Token  # where it begins, and where it has ended


cdef void read_tokens(str text, vector[Token]* tokens) noexcept:
    """Add the words of a text, and each mark as a word of its own."""
    cdef int width = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text), i = 0, start
    cdef Py_UCS4 letter
    while i < size:
        letter = PyUnicode_READ(width, data, i)
        start = i
        i += 1
        if letter.isspace():
            continue
        if letter != 0xA9 and is_in_word(letter):
            while i < size:
                letter = PyUnicode_READ(width, data, i)
                if letter == 0xA9 or not is_in_word(letter):
                    break
                i += 1
        tokens.push_back(Token(start, i))


cdef uint64_t fed_token(uint64_t state, str text, Token token) noexcept:
    """Feed a token, each digit as a zero."""
    cdef int width = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i
    cdef uint32_t letter
    for i in range(token.first, token.second):
        letter = PyUnicode_READ(width, data, i)
        state = fed(state, 48 if 49 <= letter <= 57 else letter)
    return state


cdef uint64_t fed_label(uint64_t state, str line) noexcept:
    """Feed a line, each number as "#"."""
    cdef int width = PyUnicode_KIND(line)
    cdef void* data = PyUnicode_DATA(line)
    cdef Py_ssize_t i
    cdef uint32_t letter
    cdef bint in_number = False
    for i in range(len(line)):
        letter = lower_letter(PyUnicode_READ(width, data, i))
        if is_decimal(letter):
            if not in_number:
                state = fed(state, 35)
            in_number = True
        else:
            state = fed(state, letter)
            in_number = False
    return state


cdef enum:  # as in newsspider._native.words
    WORD = 1
    MARK = 2
    JOINT = 3
    UNSPACED = 4


def words_in(given, const unsigned char[::1] table, class_of):
    """Return the number of words; `table` has the class of each character below its size, `class_of` of others."""
    cdef str text = plain_text(given)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    if kind == 1:
        return count_words(<const uint8_t*> data, len(text), table, class_of)
    if kind == 2:
        return count_words(<const uint16_t*> data, len(text), table, class_of)
    return count_words(<const uint32_t*> data, len(text), table, class_of)


cdef Py_ssize_t count_words(
    const Letters* text, Py_ssize_t size, const unsigned char[::1] table, class_of
) except -1:
    cdef Py_ssize_t i, words = 0
    cdef uint32_t letter, known = <uint32_t> table.shape[0]
    cdef int found
    cdef bint in_word = False, is_joined = False  # behind a joint that stands behind a word
    for i in range(size):
        letter = text[i]
        found = table[letter] if letter < known else <int> class_of(chr(letter))
        if found == WORD:
            words += not (in_word or is_joined)
            in_word, is_joined = True, False
        elif found == MARK:
            in_word, is_joined = True, False
        else:
            words += found == UNSPACED
            in_word, is_joined = False, found == JOINT and in_word
    return words


cdef class BlockWords:
    """The words of blocks, each once a block: see topics_of()."""

    cdef unordered_map[uint64_t, Py_ssize_t] ids
    cdef vector[Py_ssize_t] latest  # id -> the last block that has the word
    cdef vector[Py_ssize_t] owners
    cdef vector[Py_ssize_t] pairs

    cdef void add(self, Py_ssize_t block, uint64_t key) noexcept:
        cdef Py_ssize_t own = self.ids.size()
        own = dereference(self.ids.insert(pair[uint64_t, Py_ssize_t](key, own)).first).second
        if own == <Py_ssize_t> self.latest.size():
            self.latest.push_back(-1)
        if self.latest[own] != block:
            self.latest[own] = block
            self.owners.push_back(block)
            self.pairs.push_back(own)

    cdef arrays(self):
        cdef Py_ssize_t i
        owners, ids = np.empty(self.owners.size(), np.intp), np.empty(self.owners.size(), np.intp)
        cdef Py_ssize_t[::1] of = owners, words = ids
        for i in range(<Py_ssize_t> self.owners.size()):
            of[i], words[i] = self.owners[i], self.pairs[i]
        return owners, ids


cdef inline bint is_any_letter(uint32_t letter) noexcept:
    """Return whether a character is what [^\\W\\d_] matches."""
    return is_letter(letter | 0x20 if letter < 128 else letter)


cdef bint is_within(str ranges, uint32_t letter) noexcept:
    """Return whether a character lies in one of the ranges, as "a-zA-Z"."""
    cdef Py_ssize_t i
    for i in range(0, len(ranges), 3):
        if <uint32_t> ranges[i] <= letter <= <uint32_t> ranges[i + 2]:
            return True
    return False


cdef enum:  # as in newsspider._native.words
    TOPIC_CHARS = 5
    LONGEST_CHARS = 40
    NAME_LETTERS = 3


def topics_of(texts, Py_ssize_t most, str touching not None):
    cdef BlockWords found = BlockWords()
    cdef Py_ssize_t block = 0, i, size, begun
    cdef int width
    cdef void* data
    cdef uint32_t letter
    cdef uint64_t state = BASIS
    cdef bint touches, touched
    cdef str text
    for text in texts:
        text = text[:most].lower()
        width, data, size = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
        begun, touched = -1, False
        for i in range(size):
            letter = PyUnicode_READ(width, data, i)
            touches = width > 1 and is_within(touching, letter)
            if touches and touched:
                found.add(block, fed(fed(BASIS, PyUnicode_READ(width, data, i - 1)), letter))
            touched = touches
            if begun >= 0 and (i - begun == LONGEST_CHARS or not is_letter(letter)):
                if i - begun >= TOPIC_CHARS and not begins_touching(text, begun, touching):
                    found.add(block, state)
                begun = -1
            if is_letter(letter):
                if begun < 0:
                    begun, state = i, BASIS
                state = fed(state, letter)
        if begun >= 0 and size - begun >= TOPIC_CHARS and not begins_touching(text, begun, touching):
            found.add(block, state)
        block += 1
    return found.arrays()


cdef bint begins_touching(str text, Py_ssize_t begun, str touching) noexcept:
    cdef int width = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    return (
        width > 1
        and is_within(touching, PyUnicode_READ(width, data, begun))
        and is_within(touching, PyUnicode_READ(width, data, begun + 1))
    )


def names_of(texts, Py_ssize_t most):
    cdef BlockWords found = BlockWords()
    cdef Py_ssize_t block = 0, i, end, size
    cdef int width
    cdef void* data
    cdef uint32_t letter, before
    cdef uint64_t state
    cdef str text
    for text in texts:
        width, data, size = PyUnicode_KIND(text), PyUnicode_DATA(text), min(<Py_ssize_t> len(text), most)
        i = 2
        while i < size:
            letter = PyUnicode_READ(width, data, i)
            before = PyUnicode_READ(width, data, i - 2)
            if (
                PyUnicode_READ(width, data, i - 1) != 32
                or 97 <= letter <= 122
                or not is_any_letter(letter)
                or before == 0xA9
                or not is_in_word(before)
            ):
                i += 1
                continue
            state = fed(BASIS, letter)
            end = i + 1
            while end < size and end - i <= LONGEST_CHARS:
                letter = PyUnicode_READ(width, data, end)
                if not is_any_letter(letter):
                    break
                state = fed(state, letter)
                end += 1
            if end - i >= NAME_LETTERS:
                found.add(block, state)
                i = end
            else:
                i += 1
        block += 1
    return found.arrays()
