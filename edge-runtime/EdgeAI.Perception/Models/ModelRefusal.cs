namespace EdgeAI.Perception.Models;

/// <summary>Why a model was not opened.</summary>
public enum ModelRefusal
{
    /// <summary>It was opened.</summary>
    None,

    /// <summary>The folder, its card or the model file is not there.</summary>
    Missing,

    /// <summary>The card cannot be read or contradicts itself.</summary>
    CardInvalid,

    /// <summary>The file, with the weights beside it, is larger than the options allow.</summary>
    TooLarge,

    /// <summary>The file's SHA-256 is not the card's.</summary>
    DigestDiffers,

    /// <summary>The bytes are no ONNX model, a damaged one, or one that contradicts itself.</summary>
    NotAModel,

    /// <summary>The graph's inputs or outputs are not those of the card, or not of the wanted shape.</summary>
    ShapeDiffers,

    /// <summary>OnnxRuntime's native library cannot be loaded on this machine.</summary>
    RuntimeMissing,

    /// <summary>The graph uses an operator, or a version of one, that this OnnxRuntime does not have.</summary>
    OperatorMissing,

    /// <summary>Weights outside the file lie outside its folder, are not there, or are not as long as the model says.</summary>
    ExternalData,

    /// <summary>The graph has more operations, or nests deeper, than any model for an edge device.</summary>
    TooComplex,

    /// <summary>A tensor that no machine has room for, or whose data is not what its shape says.</summary>
    AbsurdShape,

    /// <summary>An input or output is no tensor, or has elements that no session here takes.</summary>
    ElementUnsupported,

    /// <summary>An input has a size that neither the graph nor the card states.</summary>
    ShapeOpen,

    /// <summary>A wanted execution provider cannot run it, and the options are strict.</summary>
    ProviderRefused,

    /// <summary>The graph loads and cannot run on zeros.</summary>
    RunFailed,
}
