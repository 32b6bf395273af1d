"""Writes the ONNX files of this folder: what PyTorch's two exporters make of real networks.

    pip install torch torchvision timm onnx onnxscript
    python make_fixtures.py                 # the fixtures, into this folder
    python make_fixtures.py --full FOLDER   # whole exports with their weights, for NAXDSE_EXPORTED_MODELS

Weights are left out of the fixtures: every large tensor points to the start of a file `weights.bin`
that the tests make (empty, as long as the longest tensor). Made with PyTorch 2.15, torchvision 0.29,
timm 1.0.31 and onnx 1.23.
"""

import os
import pathlib
import sys
import tempfile

os.environ["TIMM_FUSED_ATTN"] = "0"

import onnx
import timm
import torch
import torchvision


def models():
    deit = lambda: timm.create_model("deit_tiny_patch16_224", depth=2)
    return {
        "resnet18": torchvision.models.resnet18,
        "mobilenetv2": torchvision.models.mobilenet_v2,
        "mobilenetv3": torchvision.models.mobilenet_v3_small,
        "deit2": deit,
    }


def build(make):
    """The model with weights that no exporter can leave out (it drops biases of 0)."""
    torch.manual_seed(1)
    model = make().eval()
    with torch.no_grad():
        for tensor in list(model.parameters()) + list(model.buffers()):
            if tensor.is_floating_point():
                tensor.uniform_(0.5, 1)
    return model


def export(model, path, exporter, opset):
    """`raw` keeps batch-norm; `open` leaves the batch open; `dynamo` is the exporter of PyTorch 2.5 and later."""
    image = torch.zeros(2 if exporter == "dynamo" else 1, 3, 224, 224)
    if exporter == "dynamo":
        torch.onnx.export(
            model, (image,), path, opset_version=opset, dynamo=True, verbose=False,
            dynamic_shapes=({0: torch.export.Dim("batch")},))
    elif exporter == "open":
        torch.onnx.export(
            model, image, path, opset_version=opset, dynamo=False, input_names=["image"],
            dynamic_axes={"image": {0: "batch"}})
    else:
        torch.onnx.export(
            model, image, path, opset_version=opset, dynamo=False, input_names=["image"],
            training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)


def strip(path, target):
    """Leaves out weights, documentation and traces of where the model was made."""
    model = onnx.load(path, load_external_data=False)
    for node in model.graph.node:
        node.ClearField("doc_string")
        del node.metadata_props[:]
    for values in (model.graph.input, model.graph.output):
        for value in values:
            value.ClearField("doc_string")
            del value.metadata_props[:]
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    model.graph.ClearField("doc_string")
    for tensor in model.graph.initializer:
        tensor.ClearField("doc_string")
        del tensor.metadata_props[:]
        count = 1
        for extent in tensor.dims:
            count *= extent
        size = count * {onnx.TensorProto.FLOAT: 4, onnx.TensorProto.INT64: 8}[tensor.data_type]
        if size <= 64:
            continue
        tensor.ClearField("raw_data")
        tensor.ClearField("float_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        del tensor.external_data[:]
        for key, value in (("location", "weights.bin"), ("offset", "0"), ("length", str(size))):
            tensor.external_data.add(key=key, value=value)
    onnx.save(model, target)


fixtures = [
    ("resnet18", "raw", 9), ("resnet18", "dynamo", 18),
    ("mobilenetv2", "dynamo", 18), ("mobilenetv3", "dynamo", 18),
    ("deit2", "raw", 13), ("deit2", "open", 17), ("deit2", "dynamo", 18), ("deit2", "dynamo", 20),
]

if __name__ == "__main__":
    if sys.argv[1:2] == ["--full"]:
        folder = pathlib.Path(sys.argv[2])
        makes = {
            **models(), "deit": lambda: timm.create_model("deit_tiny_patch16_224"),
            "vit_b_16": torchvision.models.vit_b_16, "convnext": torchvision.models.convnext_tiny,
            "efficientnet": torchvision.models.efficientnet_b0, "densenet": torchvision.models.densenet121,
            "googlenet": lambda: torchvision.models.googlenet(init_weights=False, aux_logits=False),
            "shufflenet": torchvision.models.shufflenet_v2_x1_0, "regnet": torchvision.models.regnet_y_400mf,
            "squeezenet": torchvision.models.squeezenet1_1, "swin": torchvision.models.swin_t,
        }
        del makes["deit2"]
        for name, make in makes.items():
            model = build(make)
            for exporter, opsets in (("raw", (9, 11, 13, 14, 17, 18, 20)), ("open", (9, 11, 13, 14, 17, 18, 20)), ("dynamo", (18, 20))):
                for opset in opsets:
                    try:
                        export(model, str(folder / f"{name}-{exporter}-{opset}.onnx"), exporter, opset)
                    except Exception as error:  # PyTorch refuses some operators below certain opsets
                        print(name, exporter, opset, type(error).__name__)
    else:
        folder = pathlib.Path(__file__).parent
        with tempfile.TemporaryDirectory() as work:
            for name, exporter, opset in fixtures:
                path = str(pathlib.Path(work) / "model.onnx")
                export(build(models()[name]), path, exporter, opset)
                strip(path, str(folder / f"{name}-{exporter}-{opset}.onnx"))
