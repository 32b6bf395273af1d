/* The border between naxdse and a library that computes with tensors.

   A backend is a shared library that exports one function,

       const naxdse_tensors *naxdse_tensors_table(void);

   which gives a table of functions that lives as long as the process. naxdse opens the
   library when training is asked for, and refuses a table of another version or size.

   Rules of the border:
   - A tensor is a handle that its receiver releases once. Handles passed in stay the caller's.
   - No exception crosses. A function that fails gives NULL, or a status other than 0, and `error`
     then tells why, in the same thread, until that thread's next call. Everything else that
     is documented as a status is 0 for success.
   - Shapes are `rank` extents of 64 bits; elements are contiguous on the host, the last extent fastest.
   - Gradient mode and autocast belong to the calling thread. What `configure` sets belongs to the
     process. One tensor is not to be used by two threads at once if one of them changes it.
   Optional handles are marked (or NULL). */
#ifndef NAXDSE_TENSORS_H
#define NAXDSE_TENSORS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NAXDSE_TENSORS_VERSION 2u

typedef struct naxdse_tensor naxdse_tensor;
/* Random generators, one a device, that none but their holder draws from. */
typedef struct naxdse_generators naxdse_generators;

/* Element types. */
enum {
    NAXDSE_FLOAT32 = 0, NAXDSE_FLOAT64 = 1, NAXDSE_BFLOAT16 = 2, NAXDSE_INT64 = 3, NAXDSE_UINT8 = 4, NAXDSE_BOOL = 5
};

/* Devices: CPU, or the CUDA device of that number. */
enum { NAXDSE_CPU = -1 };

/* Element-wise functions of one tensor. */
enum {
    NAXDSE_NEGATE = 0, NAXDSE_EXP, NAXDSE_LOG, NAXDSE_SQRT, NAXDSE_ABS, NAXDSE_SIGN, NAXDSE_FLOOR, NAXDSE_CEIL, NAXDSE_ROUND,
    NAXDSE_RELU, NAXDSE_SIGMOID, NAXDSE_TANH, NAXDSE_GELU, NAXDSE_SILU, NAXDSE_SQUARE, NAXDSE_RECIPROCAL
};

/* Element-wise functions of two tensors, or of a tensor and a number; extents of 1 are repeated. */
enum {
    NAXDSE_ADD = 0, NAXDSE_SUBTRACT, NAXDSE_MULTIPLY, NAXDSE_DIVIDE, NAXDSE_POWER, NAXDSE_MINIMUM, NAXDSE_MAXIMUM,
    NAXDSE_EQUAL, NAXDSE_LESS
};

/* Reductions. Variance divides by the count, not by the count less one. */
enum {
    NAXDSE_SUM = 0, NAXDSE_MEAN, NAXDSE_LARGEST, NAXDSE_SMALLEST, NAXDSE_ARGMAX, NAXDSE_VARIANCE
};

/* What `random` draws: uniform in [a, b), or normal of mean a and standard deviation b. */
enum { NAXDSE_UNIFORM = 0, NAXDSE_NORMAL = 1 };

enum { NAXDSE_MAXIMUM_POOL = 0, NAXDSE_AVERAGE_POOL = 1 };

#define NAXDSE_MAXIMUM_RANK 8

typedef struct {
    int64_t extents[NAXDSE_MAXIMUM_RANK];
    int32_t rank;
    int32_t type;
    int32_t device;
    int32_t requires_gradient;
} naxdse_tensor_info;

typedef struct {
    /* Each along height, then width. */
    int64_t stride[2], padding[2], dilation[2];
    int64_t groups;
} naxdse_convolution;

typedef struct {
    int32_t kind;
    int64_t window[2], stride[2], padding[2];
    int32_t rounds_up, counts_padding;
} naxdse_pooling;

typedef struct {
    double rate, momentum, weight_decay;
    int32_t nesterov;
} naxdse_sgd;

typedef struct {
    double rate, beta1, beta2, epsilon, weight_decay;
    /* The weight decay acts on the parameter itself (AdamW), not through the gradient. */
    int32_t decoupled;
    /* Steps done, this one included: 1 for the first. */
    int64_t step;
} naxdse_adam;

typedef struct {
    uint32_t version; /* NAXDSE_TENSORS_VERSION */
    uint32_t size;    /* sizeof(naxdse_tensors) */

    /* The library */
    const char *(*describe)(void);
    const char *(*error)(void);
    int32_t (*cuda_devices)(void);
    /* Threads within an operation (0: leave), only deterministic algorithms, TF32 products allowed. A status. */
    int32_t (*configure)(int32_t threads, int32_t deterministic, int32_t tf32);

    /* Random numbers. Generators begin with a seed and are released once; threads may share them.
       The state is a tensor of bytes on the CPU. */
    naxdse_generators *(*generators)(uint64_t seed);
    void (*release_generators)(naxdse_generators *);
    int32_t (*seed)(naxdse_generators *, uint64_t seed);
    naxdse_tensor *(*random_state)(naxdse_generators *, int32_t device);
    int32_t (*set_random_state)(naxdse_generators *, int32_t device, const naxdse_tensor *state);

    /* Tensors */
    void (*release)(naxdse_tensor *);
    int32_t (*info)(const naxdse_tensor *, naxdse_tensor_info *);
    naxdse_tensor *(*from_host)(const void *elements, int32_t type, const int64_t *extents, int32_t rank, int32_t device);
    /* `bytes` is the size of the room; it has to be that of the tensor. */
    int32_t (*to_host)(const naxdse_tensor *, void *elements, int64_t bytes);
    naxdse_tensor *(*full)(double value, int32_t type, const int64_t *extents, int32_t rank, int32_t device);
    naxdse_tensor *(*random)(
        naxdse_generators *, int32_t kind, double a, double b, int32_t type, const int64_t *extents, int32_t rank, int32_t device);
    /* Another type, device, or order in memory (channels last, for maps); the same tensor where nothing changes. */
    naxdse_tensor *(*convert)(const naxdse_tensor *, int32_t type, int32_t device, int32_t channels_last);
    /* Writes the elements of `from`, extents of 1 repeated, into `to`. */
    int32_t (*copy)(naxdse_tensor *to, const naxdse_tensor *from);

    /* Element by element */
    naxdse_tensor *(*unary)(int32_t function, const naxdse_tensor *);
    naxdse_tensor *(*binary)(int32_t function, const naxdse_tensor *, const naxdse_tensor *);
    naxdse_tensor *(*with_number)(int32_t function, const naxdse_tensor *, double);
    naxdse_tensor *(*clamp)(const naxdse_tensor *, double low, double high);
    naxdse_tensor *(*select)(const naxdse_tensor *condition, const naxdse_tensor *a, const naxdse_tensor *b);
    /* round(x/scale)·scale with round(x/scale) within low...high; the gradient passes unchanged where it was within, else 0.
       One scale, or one for each index of `axis` (-1: one scale). */
    naxdse_tensor *(*quantize)(const naxdse_tensor *, const naxdse_tensor *scale, int32_t axis, int64_t low, int64_t high);
    /* The elements of `value`; the gradient goes to `source` as if it were the identity. */
    naxdse_tensor *(*straight_through)(const naxdse_tensor *source, const naxdse_tensor *value);

    /* Over axes; no axes: over all. */
    naxdse_tensor *(*reduce)(int32_t function, const naxdse_tensor *, const int64_t *axes, int32_t count, int32_t keeps);

    /* Products and layers. Maps are batch × channels × height × width. */
    naxdse_tensor *(*matmul)(const naxdse_tensor *, const naxdse_tensor *);
    naxdse_tensor *(*linear)(const naxdse_tensor *, const naxdse_tensor *weight, const naxdse_tensor *bias /* or NULL */);
    naxdse_tensor *(*convolve)(
        const naxdse_tensor *, const naxdse_tensor *weight, const naxdse_tensor *bias /* or NULL */, const naxdse_convolution *);
    /* Training uses the batch's statistics and moves the running ones by `momentum`. */
    naxdse_tensor *(*batch_norm)(
        const naxdse_tensor *, const naxdse_tensor *scale, const naxdse_tensor *shift, naxdse_tensor *mean, naxdse_tensor *variance,
        int32_t training, double momentum, double epsilon);
    /* Over the last extent. */
    naxdse_tensor *(*layer_norm)(const naxdse_tensor *, const naxdse_tensor *scale, const naxdse_tensor *shift, double epsilon);
    naxdse_tensor *(*pool)(const naxdse_tensor *, const naxdse_pooling *);
    naxdse_tensor *(*softmax)(const naxdse_tensor *, int32_t axis, int32_t logarithm);
    /* Mean over the batch of −log softmax(logits)[class]; classes are 64-bit integers. */
    naxdse_tensor *(*cross_entropy)(const naxdse_tensor *logits, const naxdse_tensor *classes, double smoothing);

    /* Moving elements */
    naxdse_tensor *(*reshape)(const naxdse_tensor *, const int64_t *extents, int32_t rank);
    naxdse_tensor *(*expand)(const naxdse_tensor *, const int64_t *extents, int32_t rank);
    naxdse_tensor *(*permute)(const naxdse_tensor *, const int64_t *order, int32_t rank);
    naxdse_tensor *(*slice)(const naxdse_tensor *, int32_t axis, int64_t start, int64_t end, int64_t step);
    /* `pads` has before and after of the last axis, then of the one before it, …; `count` numbers. */
    naxdse_tensor *(*pad)(const naxdse_tensor *, const int64_t *pads, int32_t count, double value);
    naxdse_tensor *(*join)(const naxdse_tensor *const *, int32_t count, int32_t axis);
    /* Slices of the given indices along an axis. */
    naxdse_tensor *(*take)(const naxdse_tensor *, int32_t axis, const naxdse_tensor *indices);

    /* Gradients */
    int32_t (*require_gradient)(naxdse_tensor *, int32_t);
    /* Adds the gradients of a one-element tensor to those of all tensors that require them. A status. */
    int32_t (*backward)(const naxdse_tensor *, int32_t keeps_graph);
    /* A status; the result is NULL where no gradient has arrived. */
    int32_t (*gradient)(const naxdse_tensor *, naxdse_tensor **result);
    int32_t (*clear_gradient)(naxdse_tensor *);
    naxdse_tensor *(*detach)(const naxdse_tensor *);
    /* Gives what was set before. */
    int32_t (*set_gradient_mode)(int32_t);
    /* Products and convolutions in bfloat16 on that device, in this thread. A status. */
    int32_t (*set_autocast)(int32_t device, int32_t enabled);

    /* Optimisers change parameters by their gradients, and leave those alone that have none.
       `momenta` is not read when the momentum is 0. Statuses. */
    int32_t (*step_sgd)(naxdse_tensor *const *parameters, naxdse_tensor *const *momenta, int32_t count, const naxdse_sgd *);
    int32_t (*step_adam)(
        naxdse_tensor *const *parameters, naxdse_tensor *const *first, naxdse_tensor *const *second, int32_t count,
        const naxdse_adam *);
} naxdse_tensors;

typedef const naxdse_tensors *(*naxdse_tensors_table_function)(void);

#ifdef __cplusplus
}
#endif

#endif
