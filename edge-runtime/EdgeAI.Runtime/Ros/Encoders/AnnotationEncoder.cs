using System.Globalization;
using System.Text.Unicode;
using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Draws detections for Foxglove's Image panel as foxglove_msgs/ImageAnnotations: a box each, with class and score.</summary>
/// <param name="stream">Knows the names of the classes.</param>
internal sealed class AnnotationEncoder(RosStream stream) : RosEncoder<Detection2DArray>("foxglove_msgs/msg/ImageAnnotations")
{
    private const double StepsPerPixel = Detection2DArray.StepsPerPixel;
    private const byte LineLoop = 2;
    private const double Thickness = 2;
    private const double FontSize = 12;
    private const int LongestText = 256;
    private const int Hues = 6;

    /// <inheritdoc/>
    protected override void Write(Detection2DArray message, in RosHeader header, CdrWriter writer)
    {
        // No circles.
        writer.WriteCount(0);
        writer.WriteCount(message.Count);
        for (int index = 0; index < message.Count; index++)
        {
            WriteBox(message, index, in header, writer);
        }

        writer.WriteCount(message.Count);
        for (int index = 0; index < message.Count; index++)
        {
            WriteText(message, index, in header, writer);
        }
    }

    private static void WriteBox(Detection2DArray message, int index, in RosHeader header, CdrWriter writer)
    {
        double left = LeftOf(message, index);
        double top = TopOf(message, index);
        double right = left + (message.SizeX[index] / StepsPerPixel);
        double bottom = top + (message.SizeY[index] / StepsPerPixel);
        RosHeader.WriteTime(writer, header.Nanoseconds);
        writer.Write(LineLoop);
        writer.WriteCount(4);
        WritePoint(writer, left, top);
        WritePoint(writer, right, top);
        WritePoint(writer, right, bottom);
        WritePoint(writer, left, bottom);
        WriteColour(writer, message.ClassIndices[index], opacity: 1);

        // One colour for the whole outline, and none inside.
        writer.WriteCount(0);
        WriteColour(writer, message.ClassIndices[index], opacity: 0);
        writer.Write(Thickness);
    }

    private void WriteText(Detection2DArray message, int index, in RosHeader header, CdrWriter writer)
    {
        RosHeader.WriteTime(writer, header.Nanoseconds);
        WritePoint(writer, LeftOf(message, index), TopOf(message, index));
        Span<byte> text = stackalloc byte[LongestText];
        int percent = (int)Math.Round(message.Scores[index] * 100.0 / ushort.MaxValue);
        if (!Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{stream.NameAt(message.ClassIndices[index])} {percent} %", out int written))
        {
            Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{message.ClassIndices[index]} {percent} %", out written);
        }

        writer.WriteText(text[..written]);
        writer.Write(FontSize);
        writer.WriteRepeated(1, 4);
        WriteColour(writer, message.ClassIndices[index], opacity: 0.6);
    }

    private static double LeftOf(Detection2DArray message, int index) => (message.CentreX[index] - (message.SizeX[index] / 2.0)) / StepsPerPixel;

    private static double TopOf(Detection2DArray message, int index) => (message.CentreY[index] - (message.SizeY[index] / 2.0)) / StepsPerPixel;

    private static void WritePoint(CdrWriter writer, double x, double y)
    {
        writer.Write(x);
        writer.Write(y);
    }

    /// <summary>The colour of a class: one of six full ones, so that neighbours in the list differ.</summary>
    private static void WriteColour(CdrWriter writer, int classIndex, double opacity)
    {
        int hue = classIndex % Hues;
        writer.Write(hue is 1 or 3 or 5 ? 1.0 : 0.0);
        writer.Write(hue is 0 or 3 or 4 ? 1.0 : 0.0);
        writer.Write(hue is 2 or 4 or 5 ? 1.0 : 0.0);
        writer.Write(opacity);
    }
}
