// Moving elements.
#include "Border.h"

using namespace border;

namespace backend {

naxdse_tensor *reshape(const naxdse_tensor *x, const int64_t *first, int32_t rank) {
    return made([&] { return keeping_order(x->value).reshape(extents(first, rank)); });
}

naxdse_tensor *expand(const naxdse_tensor *x, const int64_t *first, int32_t rank) {
    return made([&] { return x->value.expand(extents(first, rank)); });
}

naxdse_tensor *permute(const naxdse_tensor *x, const int64_t *order, int32_t rank) {
    return made([&] { return keeping_order(x->value).permute(extents(order, rank)); });
}

naxdse_tensor *slice(const naxdse_tensor *x, int32_t axis, int64_t start, int64_t end, int64_t step) {
    return made([&] { return keeping_order(x->value).slice(axis, start, end, step); });
}

naxdse_tensor *pad(const naxdse_tensor *x, const int64_t *pads, int32_t count, double value) {
    return made([&] { return at::constant_pad_nd(x->value, extents(pads, count), value); });
}

naxdse_tensor *join(const naxdse_tensor *const *tensors, int32_t count, int32_t axis) {
    return made([&] {
        std::vector<at::Tensor> values;
        for (int32_t index = 0; index < count; ++index) values.push_back(tensors[index]->value);
        return at::cat(values, axis);
    });
}

naxdse_tensor *take(const naxdse_tensor *x, int32_t axis, const naxdse_tensor *indices) {
    return made([&] { return x->value.index_select(axis, indices->value); });
}

} // namespace backend
