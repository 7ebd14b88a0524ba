namespace EdgeAI.Perception.Onnx;

/// <summary>Why an ONNX file is not given to OnnxRuntime.</summary>
internal enum OnnxFault
{
    /// <summary>It is.</summary>
    None,

    /// <summary>The bytes are no ONNX model, or a damaged one.</summary>
    Damaged,

    /// <summary>More operations, or deeper nested, than any model for an edge device.</summary>
    TooComplex,

    /// <summary>A tensor that no machine has room for, or whose data is not what its shape says.</summary>
    AbsurdShape,

    /// <summary>Weights outside the file that lie outside its folder, are not there, or are shorter than the file says.</summary>
    ExternalData,
}
