using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes vision_msgs/Detection2DArray, boxes in pixels. Model and input stand in the frame beside it: the definition has no place for them.</summary>
/// <param name="stream">Knows the names of the classes.</param>
internal sealed class DetectionEncoder(RosStream stream) : RosEncoder<Detection2DArray>("vision_msgs/msg/Detection2DArray")
{
    private const double StepsPerPixel = Detection2DArray.StepsPerPixel;
    private const int PoseLength = 7;
    private const int CovarianceLength = 36;

    /// <inheritdoc/>
    protected override void Write(Detection2DArray message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.WriteCount(message.Count);
        for (int index = 0; index < message.Count; index++)
        {
            header.WriteTo(writer);
            writer.WriteCount(1);
            writer.Write(stream.NameAt(message.ClassIndices[index]));
            writer.Write(message.Scores[index] / (double)ushort.MaxValue);

            // A box on an image has no pose: the last of these is the w of a rotation that is none.
            writer.WriteRepeated(0, PoseLength - 1);
            writer.Write(1.0);
            writer.WriteRepeated(0, CovarianceLength);
            writer.Write(message.CentreX[index] / StepsPerPixel);
            writer.Write(message.CentreY[index] / StepsPerPixel);
            writer.Write(0.0);
            writer.Write(message.SizeX[index] / StepsPerPixel);
            writer.Write(message.SizeY[index] / StepsPerPixel);
            writer.Write("");
        }
    }
}
