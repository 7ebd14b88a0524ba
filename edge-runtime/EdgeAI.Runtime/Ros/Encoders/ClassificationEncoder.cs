using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes edgeai_msgs/Classification.</summary>
/// <param name="stream">Knows the names of the classes.</param>
internal sealed class ClassificationEncoder(RosStream stream) : RosEncoder<Classification>("edgeai_msgs/msg/Classification")
{
    /// <inheritdoc/>
    protected override void Write(Classification message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(message.OldestInputAgeMicroseconds);
        writer.Write((byte)message.ClassIndex);
        writer.Write(stream.NameAt(message.ClassIndex));
        writer.WriteCount(message.ClassCount);
        for (int index = 0; index < message.ClassCount; index++)
        {
            writer.Write(message.Probabilities[index] / (float)ushort.MaxValue);
        }

        writer.Write(message.Provider switch
        {
            ExecutionProvider.Cpu => "cpu",
            ExecutionProvider.FixedPoint => "fixed-point",
            ExecutionProvider.TensorRt => "tensorrt",
            ExecutionProvider.Cuda => "cuda",
            ExecutionProvider.Cann => "cann",
            ExecutionProvider.OpenVino => "openvino",
            ExecutionProvider.Qnn => "qnn",
            ExecutionProvider.Xnnpack => "xnnpack",
            ExecutionProvider.Acl => "acl",
            ExecutionProvider.CoreMl => "coreml",
            _ => "unknown",
        });
        writer.WriteHex(message.ModelDigest);
        writer.WriteHex(message.InputDigest);
    }
}
