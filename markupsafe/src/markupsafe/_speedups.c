/*
 * Escape in C, with the signatures of _native.
 *
 * In: any object. Out: its text, safe between tags and in quoted attributes.
 * The text of a str is read in blocks: a block without one of the five special
 * characters is copied as it is, so clean text costs about one pass over it.
 *
 * The module knows Markup only as the class that _bind() hands over, and keeps
 * it in its own state: every interpreter has its own, and nothing is changed
 * after the import, so no lock is needed in a build without the GIL.
 */
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if !defined(MARKUPSAFE_PORTABLE) && (defined(__SSE2__) || defined(_M_X64))
#  include <emmintrin.h>
#  define BLOCKS_ARE_VECTORS 1
#else
#  define BLOCKS_ARE_VECTORS 0
#endif
#if defined(_MSC_VER)
#  include <intrin.h>
#  define ALWAYS_INLINE static __forceinline
#  define LIKELY(x) (x)
#else
#  define ALWAYS_INLINE static inline __attribute__((always_inline))
#  define LIKELY(x) __builtin_expect(!!(x), 1)
#endif

/* ------------------------------------------------------------------ blocks */

/*
 * A block is one wide load. special_mask() answers which characters of it are
 * special: LANE_BITS * kind bits stand for one character, the first one lowest.
 *
 * Three comparisons find all five: '&' and ''' differ in the bit 0x01 only,
 * '<' and '>' in 0x02 only, and '"' is alone.
 */
typedef uint64_t mask_t;

ALWAYS_INLINE unsigned
lowest_bit(mask_t mask)
{
#if defined(_MSC_VER) && defined(_WIN64)
    unsigned long index;
    _BitScanForward64(&index, mask);
    return (unsigned)index;
#elif defined(_MSC_VER)
    unsigned long index;
    if (_BitScanForward(&index, (unsigned long)mask)) {
        return (unsigned)index;
    }
    _BitScanForward(&index, (unsigned long)(mask >> 32));
    return (unsigned)index + 32;
#else
    return (unsigned)__builtin_ctzll(mask);
#endif
}

#if BLOCKS_ARE_VECTORS

#define BLOCK_BYTES 16
#define LANE_BITS 1
typedef __m128i block_t;

#define MATCHES(width, fill)                                                   \
    _mm_or_si128(                                                              \
        _mm_cmpeq_epi##width(block, fill('"')),                                \
        _mm_or_si128(                                                          \
            _mm_cmpeq_epi##width(_mm_andnot_si128(fill(1), block), fill('&')), \
            _mm_cmpeq_epi##width(_mm_andnot_si128(fill(2), block), fill('<'))))

/* All bits set in each character that is special. */
ALWAYS_INLINE __m128i
matches(const char *data, const int kind)
{
    const __m128i block = _mm_loadu_si128((const __m128i *)data);
    return kind == 1   ? MATCHES(8, _mm_set1_epi8)
           : kind == 2 ? MATCHES(16, _mm_set1_epi16)
                       : MATCHES(32, _mm_set1_epi32);
}

ALWAYS_INLINE mask_t
special_mask(const char *data, const int kind)
{
    return (mask_t)(unsigned)_mm_movemask_epi8(matches(data, kind));
}

/* Whether four blocks in a row are clean; the step of the first search. */
ALWAYS_INLINE int
four_are_clean(const char *data, const int kind)
{
    const __m128i some = _mm_or_si128(
        _mm_or_si128(matches(data, kind), matches(data + 16, kind)),
        _mm_or_si128(matches(data + 32, kind), matches(data + 48, kind)));
    return _mm_movemask_epi8(some) == 0;
}

#else /* a register of eight bytes */

#define BLOCK_BYTES 8
#define LANE_BITS 8

/* The same value in each character of a block. */
ALWAYS_INLINE uint64_t
spread(uint64_t value, const int kind)
{
    const uint64_t ones = kind == 1   ? 0x0101010101010101u
                          : kind == 2 ? 0x0001000100010001u
                                      : 0x0000000100000001u;
    return value * ones;
}

/* The highest bit of each character that is zero. No carry leaves a character. */
ALWAYS_INLINE uint64_t
zeros(uint64_t block, const int kind)
{
    const uint64_t low = spread(((uint64_t)1 << (8 * kind - 1)) - 1, kind);
    return ~(((block & low) + low) | block | low);
}

ALWAYS_INLINE mask_t
special_mask(const char *data, const int kind)
{
    uint64_t block, mask;
    memcpy(&block, data, sizeof block);
    mask = zeros(block ^ spread('"', kind), kind) |
           zeros((block & ~spread(1, kind)) ^ spread('&', kind), kind) |
           zeros((block & ~spread(2, kind)) ^ spread('<', kind), kind);
#if PY_BIG_ENDIAN
    mask = __builtin_bswap64(mask);
#endif
    return mask;
}

ALWAYS_INLINE int
four_are_clean(const char *data, const int kind)
{
    return (special_mask(data, kind) | special_mask(data + 8, kind) |
            special_mask(data + 16, kind) | special_mask(data + 24, kind)) == 0;
}

#endif

/* ------------------------------------------------------------- characters */

/* Every replacement has the shape "&....;" and four or five characters. */
ALWAYS_INLINE const char *
replacement(Py_UCS4 ch)
{
    switch (ch) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&#34;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

/* How many characters the text gains from a special character. */
ALWAYS_INLINE Py_ssize_t
gain(Py_UCS4 special)
{
    return (special & ~2u) == '<' ? 3 : 4;
}

ALWAYS_INLINE char *
put(char *out, const char *entity, Py_ssize_t length, const int kind)
{
    if (kind == 1) {
        memcpy(out, entity, 4);
        out[length - 1] = ';';
    }
    else {
        for (Py_ssize_t i = 0; i < length; i++) {
            PyUnicode_WRITE(kind, out, i, (unsigned char)entity[i]);
        }
    }
    return out + length * kind;
}

/* The whole blocks of a text; what is left is read character by character. */
#define BLOCK_CHARS (BLOCK_BYTES / kind)
#define POSITION(mask) (lowest_bit(mask) / (LANE_BITS * kind))

/* The bits of one character: dropped once the character is dealt with. */
#define FIRST_LANE(mask)                                                       \
    (((((mask_t)1 << (LANE_BITS * kind - 1)) << 1) - 1)                        \
     << (POSITION(mask) * LANE_BITS * kind))

/* The index of a block or character from which on something is special. */
ALWAYS_INLINE Py_ssize_t
clean_prefix(const char *data, Py_ssize_t length, const int kind)
{
    Py_ssize_t i = 0;
    for (; i + 4 * BLOCK_CHARS <= length; i += 4 * BLOCK_CHARS) {
        if (!four_are_clean(data + i * kind, kind)) {
            return i;
        }
    }
    for (; i + BLOCK_CHARS <= length; i += BLOCK_CHARS) {
        if (special_mask(data + i * kind, kind)) {
            return i;
        }
    }
    for (; i < length; i++) {
        if (replacement(PyUnicode_READ(kind, data, i))) {
            return i;
        }
    }
    return length;
}

/* How many characters the whole text gains. */
ALWAYS_INLINE Py_ssize_t
total_gain(const char *data, Py_ssize_t i, Py_ssize_t length, const int kind)
{
    Py_ssize_t total = 0;
    for (; i + BLOCK_CHARS <= length; i += BLOCK_CHARS) {
        mask_t mask = special_mask(data + i * kind, kind);
        while (mask) {
            total += gain(PyUnicode_READ(kind, data, i + POSITION(mask)));
            mask &= ~FIRST_LANE(mask);
        }
    }
    for (; i < length; i++) {
        const Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        if (replacement(ch)) {
            total += gain(ch);
        }
    }
    return total;
}

/*
 * Write the escaped text. A block is stored whole before anybody looks whether
 * it is clean: the room behind `out` is never shorter than the text still to
 * read, so the store stays inside, and what is wrong after a special character
 * is stored again.
 */
ALWAYS_INLINE void
fill(char *out, const char *data, Py_ssize_t length, const int kind)
{
    Py_ssize_t i = 0;
    while (i + BLOCK_CHARS <= length) {
        mask_t mask = special_mask(data + i * kind, kind);
        memcpy(out, data + i * kind, BLOCK_BYTES);
        if (LIKELY(mask == 0)) {
            out += BLOCK_BYTES;
            i += BLOCK_CHARS;
        }
        else {
            const Py_ssize_t run = POSITION(mask);
            const Py_UCS4 ch = PyUnicode_READ(kind, data, i + run);
            out = put(out + run * kind, replacement(ch), gain(ch) + 1, kind);
            i += run + 1;
        }
    }
    for (; i < length; i++) {
        const Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        const char *entity = replacement(ch);
        if (entity) {
            out = put(out, entity, gain(ch) + 1, kind);
        }
        else {
            PyUnicode_WRITE(kind, out, 0, ch);
            out += kind;
        }
    }
}

ALWAYS_INLINE PyObject *
escaped_of_kind(PyObject *text, const int kind)
{
    const char *data = PyUnicode_DATA(text);
    const Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    const Py_ssize_t clean = clean_prefix(data, length, kind);
    Py_ssize_t more;
    PyObject *result;

    if (clean == length) {
        return Py_NewRef(text);
    }
    more = total_gain(data, clean, length, kind);
    if (more > PY_SSIZE_T_MAX - length) {
        return PyErr_NoMemory();
    }
    result = PyUnicode_New(length + more, PyUnicode_MAX_CHAR_VALUE(text));
    if (result == NULL) {
        return NULL;
    }
    memcpy(PyUnicode_DATA(result), data, clean * kind);
    fill((char *)PyUnicode_DATA(result) + clean * kind, data + clean * kind,
         length - clean, kind);
    return result;
}

/* The escaped text of a str; the same object when there is nothing to escape. */
static PyObject *
escaped(PyObject *text)
{
    switch (PyUnicode_KIND(text)) {
    case PyUnicode_1BYTE_KIND: return escaped_of_kind(text, 1);
    case PyUnicode_2BYTE_KIND: return escaped_of_kind(text, 2);
    default: return escaped_of_kind(text, 4);
    }
}

/* ---------------------------------------------------------------- objects */

typedef struct {
    PyObject *html;     /* "__html__" */
    PyTypeObject *type; /* Markup, once bound */
    PyObject *render;   /* renders a template string, once bound */
} module_state;

ALWAYS_INLINE module_state *
state_of(PyObject *module)
{
    return (module_state *)PyModule_GetState(module);
}

/* 1 and a new reference, 0 without the attribute, -1 with another error. */
static int
find_html(module_state *state, PyObject *obj, PyObject **method)
{
#if PY_VERSION_HEX >= 0x030d0000
    return PyObject_GetOptionalAttr(obj, state->html, method);
#else
    return _PyObject_LookupAttr(obj, state->html, method);
#endif
}

/* Steals `obj`. A str, as str() would make it; a subclass loses its type. */
static PyObject *
plain_text(PyObject *obj)
{
    PyObject *text, *plain;
    if (obj == NULL || PyUnicode_CheckExact(obj)) {
        return obj;
    }
    text = PyObject_Str(obj);
    Py_DECREF(obj);
    if (text == NULL || PyUnicode_CheckExact(text)) {
        return text;
    }
    plain = PyUnicode_FromObject(text);
    Py_DECREF(text);
    return plain;
}

/* Whether str() of such an object is known to be clean. */
ALWAYS_INLINE int
prints_clean(PyObject *obj)
{
    return PyLong_CheckExact(obj) || PyFloat_CheckExact(obj) || obj == Py_None ||
           PyBool_Check(obj);
}

static PyObject *
escaped_object(module_state *state, PyObject *obj)
{
    PyObject *method, *text, *result;
    int found;

    if (prints_clean(obj)) {
        return PyObject_Str(obj);
    }
    found = find_html(state, obj, &method);
    if (found < 0) {
        return NULL;
    }
    if (found) {
        result = PyObject_CallNoArgs(method);
        Py_DECREF(method);
        if (result == NULL || PyUnicode_CheckExact(result)) {
            return result;
        }
        if (Py_TYPE(result) != state->type) {
            /* What __html__ gave may have a mind of its own, once. */
            found = find_html(state, result, &method);
            if (found) {
                Py_DECREF(result);
                if (found < 0) {
                    return NULL;
                }
                result = PyObject_CallNoArgs(method);
                Py_DECREF(method);
            }
        }
        return plain_text(result);
    }
    text = plain_text(Py_NewRef(obj));
    if (text == NULL) {
        return NULL;
    }
    result = escaped(text);
    Py_DECREF(text);
    return result;
}

/* ------------------------------------------------------- functions of text */

PyDoc_STRVAR(escape_inner_doc,
             "_escape_inner($module, s, /)\n--\n\n"
             "Escape the text of a str. Clean text comes back as the same object.");

static PyObject *
escape_inner(PyObject *Py_UNUSED(module), PyObject *obj)
{
    if (!PyUnicode_Check(obj)) {
        return PyErr_Format(PyExc_TypeError, "_escape_inner() argument must be str, not %.200s",
                            Py_TYPE(obj)->tp_name);
    }
    return escaped(obj);
}

PyDoc_STRVAR(escape_text_doc,
             "_escape_text($module, s, /)\n--\n\n"
             "Escape any object to a plain str, asking its __html__ first.");

static PyObject *
escape_text(PyObject *module, PyObject *obj)
{
    module_state *state;
    if (LIKELY(PyUnicode_CheckExact(obj))) {
        return escaped(obj);
    }
    state = state_of(module);
    if (Py_TYPE(obj) == state->type) {
        return PyUnicode_FromObject(obj);
    }
    return escaped_object(state, obj);
}

/* ------------------------------------------------------------------ Markup */

/* Steals `text`. A Markup of the text, by the constructor of str. */
static PyObject *
new_markup(PyTypeObject *type, PyObject *text)
{
    PyObject *args, *result;
    if (text == NULL) {
        return NULL;
    }
    if (type == NULL) {
        Py_DECREF(text);
        PyErr_SetString(PyExc_RuntimeError, "markupsafe was taken down with its interpreter");
        return NULL;
    }
    args = PyTuple_New(1);
    if (args == NULL) {
        Py_DECREF(text);
        return NULL;
    }
    PyTuple_SET_ITEM(args, 0, text);
    result = PyUnicode_Type.tp_new(type, args, NULL);
    Py_DECREF(args);
    return result;
}

PyDoc_STRVAR(escape_doc,
             "escape($module, s, /)\n--\n\n"
             "Replace the characters ``&``, ``<``, ``>``, ``'`` and ``\"`` in the text of an\n"
             "object with references that HTML and XML show as those characters.\n\n"
             "An object with an ``__html__`` method answers for itself: what the method\n"
             "returns is taken as safe. Anything else is turned into a ``str`` first.\n\n"
             ":param s: Any object.\n"
             ":return: The text, marked as safe.");

static PyObject *
escape(PyObject *module, PyObject *obj)
{
    module_state *state = state_of(module);
    if (LIKELY(PyUnicode_CheckExact(obj))) {
        return new_markup(state->type, escaped(obj));
    }
    if (Py_TYPE(obj) == state->type) {
        return Py_NewRef(obj);
    }
    return new_markup(state->type, escaped_object(state, obj));
}

static PyMethodDef escape_def = {"escape", escape, METH_O, escape_doc};

/* Markup(obj) for exactly Markup: its text is trusted, nothing is escaped. */
static PyObject *
markup_of(PyTypeObject *type, PyObject *obj)
{
    module_state *state;
    PyObject *method, *text;
    int found;

    if (LIKELY(PyUnicode_CheckExact(obj))) {
        return new_markup(type, Py_NewRef(obj));
    }
    if (Py_TYPE(obj) == type) {
        return Py_NewRef(obj);
    }
    state = (module_state *)PyType_GetModuleState(type);
    if (state == NULL) {
        return NULL;
    }
    if (prints_clean(obj)) {
        return new_markup(type, Py_NewRef(obj));
    }
    found = find_html(state, obj, &method);
    if (found < 0) {
        return NULL;
    }
    if (found) {
        text = PyObject_CallNoArgs(method);
        Py_DECREF(method);
    }
    else if (state->render != NULL &&
             strcmp(Py_TYPE(obj)->tp_name, "string.templatelib.Template") == 0) {
        text = PyObject_CallOneArg(state->render, obj);
    }
    else {
        text = Py_NewRef(obj);
    }
    return new_markup(type, text);
}

/* The arguments of a call as a tuple. */
static PyObject *
tuple_of(PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *tuple = PyTuple_New(nargs);
    for (Py_ssize_t i = 0; tuple != NULL && i < nargs; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    }
    return tuple;
}

/* Markup(bytes, encoding[, errors]): decoded by the constructor of str. */
static PyObject *
decoded(PyObject *type, PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *result, *tuple = tuple_of(args, nargs);
    if (tuple == NULL) {
        return NULL;
    }
    result = PyUnicode_Type.tp_new((PyTypeObject *)type, tuple, NULL);
    Py_DECREF(tuple);
    return result;
}

/* What type.__call__ does with the arguments of a call that is not ours. */
static PyObject *
call_slowly(PyObject *type, PyObject *const *args, Py_ssize_t nargs, PyObject *names)
{
    PyObject *positional = tuple_of(args, nargs), *keywords = NULL, *result = NULL;
    if (positional == NULL) {
        return NULL;
    }
    if (names != NULL) {
        keywords = PyDict_New();
        if (keywords == NULL) {
            goto done;
        }
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
            if (PyDict_SetItem(keywords, PyTuple_GET_ITEM(names, i), args[nargs + i]) < 0) {
                goto done;
            }
        }
    }
    result = PyType_Type.tp_call(type, positional, keywords);
done:
    Py_XDECREF(keywords);
    Py_DECREF(positional);
    return result;
}

static PyObject *
markup_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *names)
{
    const Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (LIKELY(nargs == 1 && names == NULL)) {
        return markup_of((PyTypeObject *)type, args[0]);
    }
    if (names == NULL && (nargs == 2 || nargs == 3) && PyBytes_CheckExact(args[0]) &&
        PyUnicode_CheckExact(args[1])) {
        return decoded(type, args, nargs);
    }
    return call_slowly(type, args, nargs, names);
}

PyDoc_STRVAR(bind_doc,
             "_bind($module, markup, render, /)\n--\n\n"
             "Make calls of the class fast and return the escape function for it.\n\n"
             "render(template) gives the text of a template string.");

static PyObject *
bind(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    module_state *state = state_of(module);
    PyTypeObject *type;
    PyObject *home, *function;

    if (nargs != 2 || !PyType_Check(args[0]) ||
        !PyType_HasFeature((PyTypeObject *)args[0], Py_TPFLAGS_HEAPTYPE) ||
        ((PyTypeObject *)args[0])->tp_base != &PyUnicode_Type) {
        PyErr_SetString(PyExc_TypeError, "_bind() takes a direct subclass of str and a function");
        return NULL;
    }
    type = (PyTypeObject *)args[0];
    if (((PyHeapTypeObject *)type)->ht_module != NULL) {
        PyErr_SetString(PyExc_TypeError, "_bind() was called before with this class");
        return NULL;
    }
    home = PyObject_GetAttrString(args[0], "__module__");
    if (home == NULL) {
        return NULL;
    }
    function = PyCFunction_NewEx(&escape_def, module, home);
    Py_DECREF(home);
    if (function == NULL) {
        return NULL;
    }
    /* Only importlib.reload() comes here twice. */
    Py_XSETREF(state->type, (PyTypeObject *)Py_NewRef(args[0]));
    Py_XSETREF(state->render, Py_NewRef(args[1]));
    /* The constructor finds this state through its class. */
    ((PyHeapTypeObject *)type)->ht_module = Py_NewRef(module);
    type->tp_vectorcall = markup_vectorcall;
    return function;
}

/* ------------------------------------------------------------------ module */

static int
module_exec(PyObject *module)
{
    module_state *state = state_of(module);
    state->html = PyUnicode_InternFromString("__html__");
    return state->html == NULL ? -1 : 0;
}

static int
module_traverse(PyObject *module, visitproc visit, void *arg)
{
    module_state *state = state_of(module);
    Py_VISIT(state->html);
    Py_VISIT(state->type);
    Py_VISIT(state->render);
    return 0;
}

static int
module_clear(PyObject *module)
{
    module_state *state = state_of(module);
    Py_CLEAR(state->type);
    Py_CLEAR(state->render);
    return 0;
}

/* The name outlives m_clear: functions may still be called while all ends. */
static void
module_free(void *module)
{
    module_state *state = state_of((PyObject *)module);
    if (state != NULL) {
        module_clear((PyObject *)module);
        Py_CLEAR(state->html);
    }
}

static PyMethodDef module_methods[] = {
    {"_escape_inner", escape_inner, METH_O, escape_inner_doc},
    {"_escape_text", escape_text, METH_O, escape_text_doc},
    {"_bind", (PyCFunction)(void (*)(void))bind, METH_FASTCALL, bind_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
#if PY_VERSION_HEX >= 0x030c0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030d0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "markupsafe._speedups",
    .m_doc = "Escape in C.",
    .m_size = sizeof(module_state),
    .m_methods = module_methods,
    .m_slots = module_slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
    .m_free = module_free,
};

PyMODINIT_FUNC
PyInit__speedups(void)
{
    return PyModuleDef_Init(&module_def);
}
