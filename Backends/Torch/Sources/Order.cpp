// Gradients in the order of what they are of.
#include "Border.h"

#include <torch/csrc/autograd/custom_function.h>

namespace {

struct ChannelsLast : torch::autograd::Function<ChannelsLast> {
    static at::Tensor forward(torch::autograd::AutogradContext *, const at::Tensor &map) { return map.alias(); }
    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext *, torch::autograd::tensor_list gradients) {
        return {gradients[0].contiguous(at::MemoryFormat::ChannelsLast)};
    }
};

} // namespace

namespace border {

// The gradients of means over a map and of slices come with row after row of a channel, whatever the map is like. Added to the gradient of another reader
// of the same map they pass that order on, in a residual network along the trunk to the stem, and each layer on the way converts it: all that channels-last
// convolutions gain, and more.
at::Tensor keeping_order(const at::Tensor &map) {
    bool is_last = map.dim() == 4 && map.is_contiguous(at::MemoryFormat::ChannelsLast) && !map.is_contiguous();
    return is_last && map.requires_grad() && c10::GradMode::is_enabled() ? ChannelsLast::apply(map) : map;
}

} // namespace border
