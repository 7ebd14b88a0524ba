namespace EdgeAI.Perception.Onnx;

/// <summary>Weights that lie in another file.</summary>
/// <param name="Tensor">The constant's name.</param>
/// <param name="Location">The file, as the model states it.</param>
/// <param name="Offset">Where the weights begin, in bytes.</param>
/// <param name="Length">How many bytes they are; null where the model does not say.</param>
/// <param name="Needed">How many bytes the shape needs; null where the element type is not known.</param>
internal sealed record OnnxExternalData(string Tensor, string Location, long Offset, long? Length, long? Needed);
