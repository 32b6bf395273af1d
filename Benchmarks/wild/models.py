"""The networks that acceptance.py makes: small where their architecture allows, with random weights, from packages on PyPI.

A model is a name and a function that writes an ONNX file and gives what is to be known of it; nothing is made before it is asked for.
"""
import contextlib
import copy
import dataclasses
import functools
import io
import os
import warnings

import numpy as np


@dataclasses.dataclass
class Made:
    """An ONNX file; its inputs, of which one varies; what `naxdse` is told of it."""

    path: str
    feeds: dict
    varying: str
    outputs: list = dataclasses.field(default_factory=list)  # that are compared; none for the only one
    options: list = dataclasses.field(default_factory=list)
    tolerance: float = 1e-3


MODELS = {}


def model(name, make):
    MODELS[name] = make


def image(size, channels=3):
    return lambda torch: torch.randn(1, channels, size, size)


def ids(count, tokens=12):
    return lambda torch: torch.randint(0, count, (1, tokens))


def stir(network, example, torch):
    """Random biases and scales: as they are made, many of them are 0, and hide what reads them. Statistics are those of random inputs:
    others let what depends on the input fade from layer to layer."""
    with torch.no_grad():
        for tensor in network.parameters():
            if tensor.is_floating_point() and tensor.numel() and (tensor.ndim <= 1 or float(tensor.std()) == 0):
                tensor.add_(torch.randn_like(tensor) * 0.1)
        norms = [m for m in network.modules() if isinstance(m, torch.nn.modules.batchnorm._BatchNorm) and m.track_running_stats]
        if norms:
            for norm in norms:
                norm.train()
                norm.momentum = None
                norm.reset_running_stats()
            network(torch.cat([example(torch) for _ in range(4)]))
            network.eval()
    return network


def from_torch(build, example, exporter, opset=None, tolerance=1e-3):
    """A PyTorch module in ONNX: by the TorchScript exporter ("ts") or by torch.export ("dynamo")."""

    def make(folder):
        import logging

        import torch

        logging.disable(logging.WARNING)
        torch.manual_seed(0)
        torch.set_num_threads(1)
        network = stir(build().eval(), example, torch)
        x = example(torch)
        path = os.path.join(folder, "model.onnx")
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            if exporter == "ts":
                torch.onnx.export(network, (x,), path, opset_version=opset or 17, dynamo=False)
            else:
                torch.onnx.export(network, (x,), path, opset_version=opset, dynamo=True, external_data=False)
        import onnx

        name = onnx.load(path, load_external_data=False).graph.input[0].name
        return Made(path, {name: x.numpy()}, name, tolerance=tolerance)

    return make


# torchvision: with both exporters.

TORCHVISION = {
    "alexnet": 224, "convnext_tiny": 64, "densenet121": 64, "efficientnet_b0": 64, "efficientnet_v2_s": 64, "googlenet": 64,
    "inception_v3": 96, "maxvit_t": 224, "mnasnet0_5": 64, "mobilenet_v2": 64, "mobilenet_v3_small": 64, "regnet_y_400mf": 64,
    "resnet18": 64, "resnext50_32x4d": 64, "shufflenet_v2_x1_0": 64, "squeezenet1_1": 64, "swin_t": 64, "swin_v2_t": 64,
    "vgg11_bn": 224, "vit_b_32": 224,
}


def torchvision_model(name):
    import torchvision

    extra = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    return torchvision.models.get_model(name, weights=None, num_classes=10, **extra)


def segmentation_model(name):
    import torch
    import torchvision

    class Map(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = torchvision.models.get_model(name, weights=None, weights_backbone=None, num_classes=4)

        def forward(self, x):
            return self.inner(x)["out"]

    return Map()


for name, size in TORCHVISION.items():
    for exporter in ("ts", "dynamo"):
        model(f"torchvision/{name}/{exporter}", from_torch(functools.partial(torchvision_model, name), image(size), exporter))
for name in ("lraspp_mobilenet_v3_large", "deeplabv3_mobilenet_v3_large", "fcn_resnet50"):
    for exporter in ("ts", "dynamo"):
        model(f"torchvision/{name}/{exporter}", from_torch(functools.partial(segmentation_model, name), image(64), exporter))

# timm: one of each family, the smallest; the size is the one that it was made for unless one is given.

TIMM = {
    "bat_resnext26ts": None, "botnet26t_256": None, "cait_xxs24_224": None, "caformer_s18": 64,
    "coat_lite_tiny": None, "coatnet_nano_rw_224": None, "convformer_s18": 64, "convit_tiny": None, "convmixer_768_32": 64,
    "convnext_atto": 64, "convnextv2_atto": 64, "crossvit_tiny_240": None, "cspresnet50": 64, "davit_tiny": 64, "deit_tiny_patch16_224": None,
    "dla34": 64, "dpn48b": 64, "edgenext_xx_small": 64, "efficientformer_l1": None, "efficientformerv2_s0": None, "efficientnet_lite0": 64,
    "efficientvit_b0": 64, "efficientvit_m0": None, "ese_vovnet19b_slim": 64, "eva02_tiny_patch14_224": None, "fasternet_t0": 64,
    "fastvit_t8": 64, "fbnetc_100": 64, "focalnet_tiny_srf": 64, "gcvit_xxtiny": None, "ghostnet_100": 64, "ghostnetv2_100": 64,
    "gmlp_s16_224": None, "hardcorenas_a": 64, "hgnetv2_b0": 64, "hiera_tiny_224": None, "hrnet_w18_small": 64,
    "inception_next_atto": 64, "lambda_resnet26t": None, "lcnet_050": 64, "legacy_seresnet18": 64, "levit_128s": None, "mambaout_femto": 64,
    "maxvit_rmlp_pico_rw_256": None, "mixer_s32_224": None, "mixnet_s": 64, "mobilenetv4_conv_small": 64, "mobilenetv4_hybrid_medium": None,
    "mobileone_s0": 64, "mobilevit_xxs": 64, "mobilevitv2_050": 64, "mvitv2_tiny": None, "nest_tiny": None, "nf_regnet_b0": 64,
    "nfnet_l0": 64, "pit_ti_224": None, "poolformer_s12": 64, "pvt_v2_b0": 64, "rdnet_tiny": 64, "regnetz_b16": 64, "repghostnet_050": 64,
    "repvgg_a0": 64, "repvit_m0_9": 64, "res2net50_14w_8s": 64, "resmlp_12_224": None, "resnest14d": 64, "resnet10t": 64, "resnetv2_50": 64,
    "rexnet_100": 64, "selecsls42": 64, "semnasnet_050": 64, "sequencer2d_s": None, "seresnextaa101d_32x8d": 64, "sknet_placeholder": 0,
    "starnet_s050": 64, "swiftformer_xs": None, "swin_tiny_patch4_window7_224": None, "swinv2_tiny_window8_256": None, "tf_efficientnet_lite0": 64,
    "tiny_vit_5m_224": None, "tinynet_e": 64, "tresnet_m": 64, "twins_svt_small": None, "vgg11": 224, "visformer_tiny": None,
    "vit_tiny_patch16_224": None, "vitamin_small_224": None, "volo_d1_224": None, "xception41": 64, "xcit_nano_12_p16_224": None,
}
del TIMM["sknet_placeholder"]
TIMM["skresnet18"] = 64


def timm_model(name):
    import timm

    return timm.create_model(name, pretrained=False, num_classes=10)


def timm_image(name, size):
    def example(torch):
        import timm

        own = timm.get_pretrained_cfg(name)
        return torch.randn(1, 3, size or own.input_size[1], size or own.input_size[2])

    return example


for name, size in TIMM.items():
    opset = 18 if name.startswith("volo") else None
    model(f"timm/{name}/ts", from_torch(functools.partial(timm_model, name), timm_image(name, size), "ts", opset))

# transformers: small configurations, the default attention.


def transformer(name):
    import torch
    import transformers as t

    small = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64)
    text = dict(vocab_size=99, max_position_embeddings=64)
    made, field = {
        "albert": lambda: (t.AlbertModel(t.AlbertConfig(**small, **text, embedding_size=16)), "last_hidden_state"),
        "bert": lambda: (t.BertModel(t.BertConfig(**small, **text)), "last_hidden_state"),
        "distilbert": lambda: (t.DistilBertModel(t.DistilBertConfig(vocab_size=99, max_position_embeddings=64, dim=32, n_layers=2, n_heads=4, hidden_dim=64)), "last_hidden_state"),
        "electra": lambda: (t.ElectraModel(t.ElectraConfig(**small, **text, embedding_size=16)), "last_hidden_state"),
        "gpt2": lambda: (t.GPT2LMHeadModel(t.GPT2Config(vocab_size=99, n_embd=32, n_layer=2, n_head=4, n_positions=64, use_cache=False)), "logits"),
        "gpt_neox": lambda: (t.GPTNeoXForCausalLM(t.GPTNeoXConfig(**small, **text, use_cache=False)), "logits"),
        "llama": lambda: (t.LlamaForCausalLM(t.LlamaConfig(**small, **text, num_key_value_heads=2, use_cache=False)), "logits"),
        "mistral": lambda: (t.MistralForCausalLM(t.MistralConfig(**small, **text, num_key_value_heads=2, use_cache=False)), "logits"),
        "qwen2": lambda: (t.Qwen2ForCausalLM(t.Qwen2Config(**small, **text, num_key_value_heads=2, use_cache=False)), "logits"),
        "gemma": lambda: (t.GemmaForCausalLM(t.GemmaConfig(**small, **text, num_key_value_heads=2, head_dim=8, use_cache=False)), "logits"),
        "phi": lambda: (t.PhiForCausalLM(t.PhiConfig(**small, **text, use_cache=False)), "logits"),
        "opt": lambda: (t.OPTForCausalLM(t.OPTConfig(vocab_size=99, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, ffn_dim=64, max_position_embeddings=64, word_embed_proj_dim=32, use_cache=False)), "logits"),
        "roberta": lambda: (t.RobertaModel(t.RobertaConfig(**small, vocab_size=99, max_position_embeddings=66)), "last_hidden_state"),
        "beit": lambda: (t.BeitModel(t.BeitConfig(**small, image_size=32, patch_size=8)), "last_hidden_state"),
        "clip_vision": lambda: (t.CLIPVisionModel(t.CLIPVisionConfig(**small, image_size=32, patch_size=8)), "last_hidden_state"),
        "deit": lambda: (t.DeiTModel(t.DeiTConfig(**small, image_size=32, patch_size=8)), "last_hidden_state"),
        "dinov2": lambda: (t.Dinov2Model(t.Dinov2Config(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, image_size=32, patch_size=8)), "last_hidden_state"),
        "segformer": lambda: (t.SegformerForSemanticSegmentation(t.SegformerConfig(num_encoder_blocks=2, depths=[1, 1], sr_ratios=[2, 1], hidden_sizes=[16, 32], patch_sizes=[7, 3], strides=[4, 2], num_attention_heads=[1, 2], mlp_ratios=[2, 2], decoder_hidden_size=32)), "logits"),
        "vit": lambda: (t.ViTModel(t.ViTConfig(**small, image_size=32, patch_size=8)), "last_hidden_state"),
    }[name]()

    class Field(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = made

        def forward(self, x):
            return getattr(self.inner(x), field)

    return Field()


TEXT = ("albert", "bert", "distilbert", "electra", "gpt2", "gpt_neox", "llama", "mistral", "qwen2", "gemma", "phi", "opt", "roberta")
VISION = ("beit", "clip_vision", "deit", "dinov2", "segformer", "vit")
# The TorchScript exporter has no operator for the masks of these.
MASKED = ("gpt2", "gpt_neox", "llama", "mistral", "qwen2", "gemma", "phi")
for name in TEXT + VISION:
    for exporter in ("dynamo",) if name in MASKED else ("ts", "dynamo"):
        example = ids(99) if name in TEXT else image(32)
        model(f"transformers/{name}/{exporter}", from_torch(functools.partial(transformer, name), example, exporter))

# Detectors and segmenters: Ultralytics' own definitions, and U-Nets.


def yolo(name):
    """Boxes and scores before non-maximum suppression, as its exporter writes them."""
    from ultralytics.nn.tasks import DetectionModel

    network = DetectionModel(f"{name}.yaml", ch=3, nc=4, verbose=False)
    head = network.model[-1]
    head.export, head.format, head.dynamic = True, "onnx", False
    return network


for name in ("yolov3-tiny", "yolov5n", "yolov8n", "yolov9t", "yolov10n", "yolo11n"):
    model(f"ultralytics/{name}/ts", from_torch(functools.partial(yolo, name), image(64), "ts"))


def segmenter(name):
    import segmentation_models_pytorch as smp

    return getattr(smp, name)(encoder_name="resnet18", encoder_weights=None, classes=3)


for name in ("Unet", "UnetPlusPlus", "FPN", "PSPNet", "Linknet", "PAN", "MAnet", "DeepLabV3Plus"):
    size = {"PAN": 128, "PSPNet": 96}.get(name, 64)
    model(f"segmentation_models/{name}/ts", from_torch(functools.partial(segmenter, name), image(size), "ts"))


def unet():
    """With transposed convolutions, and maps joined across."""
    import torch

    nn = torch.nn

    def twice(a, b):
        return nn.Sequential(nn.Conv2d(a, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU(), nn.Conv2d(b, b, 3, padding=1), nn.ReLU())

    class UNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.down = nn.ModuleList([twice(3, 8), twice(8, 16), twice(16, 32)])
            self.up = nn.ModuleList([nn.ConvTranspose2d(32, 16, 2, 2), nn.ConvTranspose2d(16, 8, 2, 2)])
            self.join = nn.ModuleList([twice(32, 16), twice(16, 8)])
            self.end = nn.Conv2d(8, 2, 1)

        def forward(self, x):
            maps = []
            for index, block in enumerate(self.down):
                x = block(x)
                maps.append(x)
                if index < 2:
                    x = nn.functional.max_pool2d(x, 2)
            for up, join, skip in zip(self.up, self.join, (maps[1], maps[0])):
                x = join(torch.cat([up(x), skip], 1))
            return self.end(x)

    return UNet()


for exporter in ("ts", "dynamo"):
    model(f"unet/transposed/{exporter}", from_torch(unet, image(32), exporter))

# Quantised by onnxruntime, in both forms, and by Brevitas.


def quantised(name, size, form, weights="QInt8", activations="QUInt8", opset=17, **extra):
    def make(folder):
        import onnxruntime.quantization as q
        from onnxruntime.quantization.shape_inference import quant_pre_process

        made = from_torch(functools.partial(torchvision_model, name), image(size), "ts", opset=opset)(folder)
        ready, path = os.path.join(folder, "ready.onnx"), os.path.join(folder, "quantised.onnx")
        quant_pre_process(made.path, ready)
        random = np.random.default_rng(1)

        class Reader(q.CalibrationDataReader):
            def __init__(self):
                self.rest = [{made.varying: random.standard_normal((1, 3, size, size)).astype(np.float32)} for _ in range(4)]

            def get_next(self):
                return self.rest.pop() if self.rest else None

        q.quantize_static(
            ready, path, Reader(), quant_format=getattr(q.QuantFormat, form), weight_type=getattr(q.QuantType, weights),
            activation_type=getattr(q.QuantType, activations), reduce_range=form == "QOperator", **extra)
        return Made(path, made.feeds, made.varying, tolerance=QUANTISED)

    return make


# A number that lies between two codes may round either way, and what follows carries the step on.
QUANTISED = 0.1

for name in ("resnet18", "mobilenet_v2", "squeezenet1_1"):
    model(f"onnxruntime/{name}-qdq", quantised(name, 64, "QDQ"))
    model(f"onnxruntime/{name}-qoperator", quantised(name, 64, "QOperator"))
model("onnxruntime/resnet18-qdq-per-channel-int8", quantised("resnet18", 64, "QDQ", activations="QInt8", per_channel=True))
model("onnxruntime/resnet18-qoperator-per-channel", quantised("resnet18", 64, "QOperator", per_channel=True))
model("onnxruntime/resnet18-qdq-16bit", quantised("resnet18", 64, "QDQ", activations="QUInt16", opset=21))
model(
    "onnxruntime/resnet18-qdq-as-tensorrt",
    quantised(
        "resnet18", 64, "QDQ", activations="QInt8", per_channel=True,
        extra_options={"ActivationSymmetric": True, "WeightSymmetric": True, "AddQDQPairToWeight": True, "QuantizeBias": False}))
model("onnxruntime/mobilenet_v3_small-qdq", quantised("mobilenet_v3_small", 64, "QDQ"))


def weights_alone(name, source, bits):
    """Weights as integers, a scale for each block of them; activations as they were."""

    def make(folder):
        from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
        from onnxruntime.quantization import QuantFormat

        import onnx

        made = MODELS[source](folder)
        config = DefaultWeightOnlyQuantConfig(block_size=16, is_symmetric=bits == "symmetric", quant_format=QuantFormat.QDQ)
        quantizer = MatMulNBitsQuantizer(onnx.load(made.path), algo_config=config)
        quantizer.process()
        path = os.path.join(folder, "quantised.onnx")
        quantizer.model.save_model_to_file(path)
        return Made(path, made.feeds, made.varying)

    return make


model("onnxruntime/bert-weights-4bit-symmetric", weights_alone("bert", "transformers/bert/ts", "symmetric"))
model("onnxruntime/vit-weights-4bit-asymmetric", weights_alone("vit", "transformers/vit/ts", "asymmetric"))


def dynamic(source):
    def make(folder):
        import onnxruntime.quantization as q

        made = MODELS[source](folder)
        path = os.path.join(folder, "quantised.onnx")
        # Weights of 7 bits: where processors lack wider sums onnxruntime's saturate at 16 bits.
        q.quantize_dynamic(made.path, path, weight_type=q.QuantType.QInt8, reduce_range=True)
        return Made(path, made.feeds, made.varying, tolerance=QUANTISED)

    return make


model("onnxruntime/bert-dynamic", dynamic("transformers/bert/ts"))
model("onnxruntime/gpt2-dynamic", dynamic("transformers/gpt2/dynamo"))


def brevitas(bits, size=16):
    def make(folder):
        import torch
        from brevitas import nn as qnn
        from brevitas.export import export_onnx_qcdq

        torch.manual_seed(0)
        nn = torch.nn

        class Network(nn.Module):
            def __init__(self):
                super().__init__()
                self.entry = qnn.QuantIdentity(bit_width=8)
                self.first = qnn.QuantConv2d(3, 8, 3, padding=1, weight_bit_width=bits, bias=True)
                self.norm = nn.BatchNorm2d(8)
                self.act = qnn.QuantReLU(bit_width=bits)
                self.second = qnn.QuantConv2d(8, 8, 3, stride=2, weight_bit_width=bits)
                self.act2 = qnn.QuantReLU(bit_width=bits)
                self.last = qnn.QuantLinear(8 * 7 * 7, 10, bias=True, weight_bit_width=bits)

            def forward(self, x):
                x = self.act(self.norm(self.first(self.entry(x))))
                x = self.act2(self.second(x))
                return self.last(torch.flatten(x, 1))

        network = Network()
        x = torch.randn(1, 3, size, size)
        network.train()
        network(torch.randn(8, 3, size, size))
        network.eval()
        path = os.path.join(folder, "model.onnx")
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            export_onnx_qcdq(network, args=x, export_path=path, opset_version=17, dynamo=False)
        import onnx

        name = onnx.load(path).graph.input[0].name
        return Made(path, {name: x.numpy()}, name, tolerance=QUANTISED)

    return make


for bits in (8, 4, 2):
    model(f"brevitas/cnn-{bits}bit", brevitas(bits))
