"""Tree ensembles as arrays: taken from scikit-learn, evaluated here, written as one ONNX TreeEnsembleRegressor node."""
import warnings

import numpy as np
import torch

LEAF, BRANCH = "LEAF", "BRANCH_LEQ"


def floor_to_float32(threshold):
    """The largest float32 that is <= threshold: x <= threshold then decides alike in float32 and float64."""
    rounded = np.float32(threshold)
    return np.nextafter(rounded, np.float32(-np.inf)) if float(rounded) > threshold else rounded


class Trees:
    """A sum of trees over float32 features; leaves hold sparse (target, weight) pairs."""

    def __init__(self, targets, base):
        self.targets = targets
        self.base = np.asarray(base, np.float64)
        self.tree, self.node, self.feature, self.value, self.left, self.right = [], [], [], [], [], []
        self.leaf_tree, self.leaf_node, self.leaf_target, self.leaf_weight = [], [], [], []
        self.roots = []

    def add(self, features, thresholds, left, right, leaf_weights):
        """Adds one tree; leaf_weights[i] is a vector over the targets for every leaf (left[i] < 0)."""
        number = len(self.roots)
        self.roots.append(len(self.tree))
        for i in range(len(left)):
            leaf = left[i] < 0
            self.tree.append(number)
            self.node.append(i)
            self.feature.append(-1 if leaf else int(features[i]))
            self.value.append(0.0 if leaf else float(floor_to_float32(thresholds[i])))
            self.left.append(0 if leaf else int(left[i]))
            self.right.append(0 if leaf else int(right[i]))
            if leaf:
                weights = leaf_weights[i]
                kept = np.flatnonzero(weights) if np.any(weights) else [0]
                for target in kept:
                    self.leaf_tree.append(number)
                    self.leaf_node.append(i)
                    self.leaf_target.append(int(target))
                    self.leaf_weight.append(float(np.float32(weights[target])))

    def evaluate(self, x):
        """The plain reading of the arrays: what the runtime has to reproduce."""
        x = np.asarray(x, np.float32)
        feature, value = np.array(self.feature), np.array(self.value, np.float32)
        left, right = np.array(self.left), np.array(self.right)
        weights = np.zeros((len(self.tree), self.targets))
        roots = np.array(self.roots)
        np.add.at(weights, (roots[np.array(self.leaf_tree)] + np.array(self.leaf_node), np.array(self.leaf_target)), self.leaf_weight)
        out = np.tile(self.base, (len(x), 1))
        rows = np.arange(len(x))
        for root in roots:
            at = np.full(len(x), root)
            while True:
                inner = feature[at] >= 0
                if not inner.any():
                    break
                goes_left = x[rows, np.maximum(feature[at], 0)] <= value[at]
                at = np.where(inner, root + np.where(goes_left, left[at], right[at]), at)
            out += weights[at]
        return out.astype(np.float32)

    def __len__(self):
        return len(self.tree)


def from_forest(forest):
    """Class probabilities of an ExtraTreesClassifier, averaged over its trees."""
    trees = Trees(len(forest.classes_), np.zeros(len(forest.classes_)))
    for estimator in forest.estimators_:
        tree = estimator.tree_
        counts = tree.value[:, 0, :]
        weights = counts / counts.sum(1, keepdims=True) / len(forest.estimators_)
        trees.add(tree.feature, tree.threshold, tree.children_left, tree.children_right, weights)
    return trees


def from_boosting(model):
    """The log-odds of class 1 of a binary HistGradientBoostingClassifier."""
    trees = Trees(1, np.ravel(model._baseline_prediction))
    for stage in model._predictors:
        nodes = stage[0].nodes
        leaf = nodes["is_leaf"].astype(bool)
        left = np.where(leaf, -1, nodes["left"].astype(np.int64))
        trees.add(nodes["feature_idx"], nodes["num_threshold"], left, nodes["right"].astype(np.int64), nodes["value"][:, None])
    return trees


class _TreeFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, trees):
        return torch.from_numpy(trees.evaluate(x.detach().numpy()))

    @staticmethod
    def symbolic(g, x, trees):
        modes = [LEAF if feature < 0 else BRANCH for feature in trees.feature]
        out = g.op(
            "ai.onnx.ml::TreeEnsembleRegressor", x, n_targets_i=trees.targets, aggregate_function_s="SUM",
            base_values_f=[float(b) for b in trees.base], post_transform_s="NONE",
            nodes_treeids_i=trees.tree, nodes_nodeids_i=trees.node, nodes_featureids_i=[max(f, 0) for f in trees.feature],
            nodes_values_f=trees.value, nodes_modes_s=modes, nodes_truenodeids_i=trees.left, nodes_falsenodeids_i=trees.right,
            target_treeids_i=trees.leaf_tree, target_nodeids_i=trees.leaf_node, target_ids_i=trees.leaf_target,
            target_weights_f=trees.leaf_weight)
        out.setType(x.type().with_sizes([1, trees.targets]))
        return out


class TreeModule(torch.nn.Module):
    """Trees as a torch module that exports to ai.onnx.ml's TreeEnsembleRegressor."""

    def __init__(self, trees):
        super().__init__()
        self.trees = trees

    def forward(self, x):
        out = _TreeFunction.apply(x, self.trees)
        # No shape is inferred for the operator; the reshape fixes it for the reader of the file.
        return out.reshape(1, self.trees.targets) if torch.onnx.is_in_onnx_export() else out


def export(module, example, path, input_name, output_names):
    """Writes the module as ONNX, opset 13 with ai.onnx.ml 1."""
    module.eval()
    with warnings.catch_warnings():
        # The exporter warns that it cannot follow the trees' arithmetic; the symbolic function stands in for it.
        warnings.simplefilter("ignore")
        torch.onnx.export(module, example, path, opset_version=13, input_names=[input_name], output_names=output_names,
                          custom_opsets={"ai.onnx.ml": 1}, do_constant_folding=True)
