// Steps of SGD and Adam over lists of tensors: a few launches on a GPU, however many parameters there are.
#include "Border.h"

#include <cmath>

using namespace border;

namespace {

/// Those parameters that a gradient has arrived at, with what belongs to them.
struct Group {
    std::vector<at::Tensor> parameters, gradients, first, second;

    Group(naxdse_tensor *const *all, naxdse_tensor *const *first_all, naxdse_tensor *const *second_all, int32_t count) {
        for (int32_t index = 0; index < count; ++index) {
            const auto &gradient = all[index]->value.grad();
            if (!gradient.defined()) continue;
            parameters.push_back(all[index]->value);
            gradients.push_back(gradient);
            if (first_all) first.push_back(first_all[index]->value);
            if (second_all) second.push_back(second_all[index]->value);
        }
    }
};

} // namespace

namespace backend {

int32_t step_sgd(naxdse_tensor *const *parameters, naxdse_tensor *const *momenta, int32_t count, const naxdse_sgd *rule) {
    return done([&] {
        c10::NoGradGuard guard;
        Group group(parameters, rule->momentum != 0 ? momenta : nullptr, nullptr, count);
        if (group.parameters.empty()) return;
        std::vector<at::Tensor> change = group.gradients;
        if (rule->weight_decay != 0) change = at::_foreach_add(change, group.parameters, rule->weight_decay);
        if (rule->momentum != 0) {
            at::_foreach_mul_(group.first, rule->momentum);
            at::_foreach_add_(group.first, change, 1);
            change = rule->nesterov ? at::_foreach_add(change, group.first, rule->momentum) : group.first;
        }
        at::_foreach_add_(group.parameters, change, -rule->rate);
    });
}

int32_t step_adam(
    naxdse_tensor *const *parameters, naxdse_tensor *const *first, naxdse_tensor *const *second, int32_t count,
    const naxdse_adam *rule) {
    return done([&] {
        c10::NoGradGuard guard;
        Group group(parameters, first, second, count);
        if (group.parameters.empty()) return;
        std::vector<at::Tensor> gradients = group.gradients;
        if (rule->weight_decay != 0) {
            if (rule->decoupled)
                at::_foreach_mul_(group.parameters, 1 - rule->rate * rule->weight_decay);
            else
                gradients = at::_foreach_add(gradients, group.parameters, rule->weight_decay);
        }
        at::_foreach_mul_(group.first, rule->beta1);
        at::_foreach_add_(group.first, gradients, 1 - rule->beta1);
        at::_foreach_mul_(group.second, rule->beta2);
        at::_foreach_addcmul_(group.second, gradients, gradients, 1 - rule->beta2);
        auto step = static_cast<double>(rule->step);
        auto corrected1 = 1 - std::pow(rule->beta1, step), corrected2 = 1 - std::pow(rule->beta2, step);
        auto denominator = at::_foreach_sqrt(group.second);
        at::_foreach_div_(denominator, std::sqrt(corrected2));
        at::_foreach_add_(denominator, rule->epsilon);
        at::_foreach_addcdiv_(group.parameters, group.first, denominator, -rule->rate / corrected1);
    });
}

} // namespace backend
