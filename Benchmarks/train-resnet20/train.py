#!/usr/bin/env python3
"""Trains ResNet-20 (He et al., arXiv 1512.03385, section 4.2, shortcuts A; the zoo's `resnet20`) on CIFAR-10 and exports ONNX.

usage: train.py DATA OUT [--epochs 6] [--threads 1] [--seed 1] [--weights FILE.pt]

DATA holds the binary form (data_batch_1.bin … test_batch.bin). Writes OUT/resnet20.onnx, OUT/logits.csv (class scores of the
first 32 test images as PyTorch computes them in single precision) and OUT/result.json (epochs, accuracy on the test set).
With --weights the parameters of that file are exported as they are, without training; OUT/last.pt holds those of each epoch.
Needs torch, numpy, onnx, onnxscript (pip).
"""
import argparse, json, os, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

MEAN = torch.tensor([0.4914, 0.4822, 0.4465]).view(1, 3, 1, 1)
STD = torch.tensor([0.2470, 0.2435, 0.2616]).view(1, 3, 1, 1)


def read(folder, names):
    data = np.concatenate([np.fromfile(f"{folder}/{name}", np.uint8).reshape(-1, 3073) for name in names])
    return torch.from_numpy(data[:, 1:].reshape(-1, 3, 32, 32).copy()), torch.from_numpy(data[:, 0].astype(np.int64))


class Block(nn.Module):
    def __init__(self, before, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(before, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.stride, self.new = stride, channels - before

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.stride != 1:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.new // 2, self.new - self.new // 2))
        return F.relu(y + x)


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*[Block(16, 16, 1) for _ in range(3)])
        self.layer2 = nn.Sequential(*[Block(32 if k else 16, 32, 1 if k else 2) for k in range(3)])
        self.layer3 = nn.Sequential(*[Block(64 if k else 32, 64, 1 if k else 2) for k in range(3)])
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(F.adaptive_avg_pool2d(x, 1).flatten(1))


def normalised(images):
    return ((images.float() / 255 - MEAN) / STD).contiguous(memory_format=torch.channels_last)


def augmented(images, generator):
    """A shift by up to four pixels and a flip, one for each image."""
    padded = F.pad(images, (4, 4, 4, 4))
    dy, dx = torch.randint(0, 9, (2, len(images)), generator=generator)
    rows = (dy.view(-1, 1) + torch.arange(32)).view(-1, 1, 32, 1)
    columns = (dx.view(-1, 1) + torch.arange(32)).view(-1, 1, 1, 32)
    flips = torch.rand(len(images), generator=generator) < 0.5
    columns = torch.where(flips.view(-1, 1, 1, 1), columns.flip(3), columns)
    return padded[torch.arange(len(images)).view(-1, 1, 1, 1), torch.arange(3).view(1, 3, 1, 1), rows, columns]


def accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        hits = sum(int((model(normalised(x)).argmax(1) == y).sum()) for x, y in zip(images.split(500), labels.split(500)))
    return hits / len(labels)


def train(model, images, labels, options, generator):
    batch = 128
    steps = len(images) // batch
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 0.3, total_steps=options.epochs * steps, pct_start=0.25)
    for epoch in range(options.epochs):
        model.train()
        start, total = time.time(), 0.0
        order = torch.randperm(len(images), generator=generator)
        for step in range(steps):
            chosen = order[step * batch:(step + 1) * batch]
            loss = F.cross_entropy(model(normalised(augmented(images[chosen], generator))), labels[chosen])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / steps:.3f}, {time.time() - start:.0f} s", flush=True)
        torch.save(model.state_dict(), f"{options.out}/last.pt")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weights")
    options = parser.parse_args()
    options.out = os.path.abspath(options.out)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    images, labels = read(options.data, [f"data_batch_{k}.bin" for k in range(1, 6)])
    test_images, test_labels = read(options.data, ["test_batch.bin"])
    os.makedirs(options.out, exist_ok=True)

    model = ResNet20().to(memory_format=torch.channels_last)
    if options.weights:
        model.load_state_dict(torch.load(options.weights))
    else:
        train(model, images, labels, options, generator)
    result = accuracy(model, test_images, test_labels)
    print(f"test accuracy {result:.4f}", flush=True)
    model.eval()
    with torch.no_grad():
        logits = model(normalised(test_images[:32])).numpy()
    np.savetxt(f"{options.out}/logits.csv", logits, delimiter=",", fmt="%.6f")
    torch.onnx.export(model, (torch.zeros(1, 3, 32, 32),), f"{options.out}/resnet20.onnx", input_names=["image"],
                      output_names=["scores"], opset_version=18, external_data=False)
    with open(f"{options.out}/result.json", "w") as file:
        json.dump({"epochs": None if options.weights else options.epochs, "seed": options.seed, "test_accuracy": result, "torch": torch.__version__}, file)
        file.write("\n")


main()
