using System.Text;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Runtime.Recording;

/// <summary>Reads a camera's images out of a recording, byte for byte as they were. Pure: any bytes are an image that fits, or are refused.</summary>
public static class ImageRecord
{
    /// <summary>Reads sensor_msgs/CompressedImage; false, and the image undefined, for bytes that are none or do not fit.</summary>
    /// <param name="cdr">The message.</param>
    /// <param name="image">Takes the image.</param>
    public static bool TryRead(ReadOnlySpan<byte> cdr, CompressedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        CdrReader reader = new(cdr);
        RosHeader.ReadTime(ref reader);
        image.FrameId = Keep(image.FrameId, reader.ReadText());
        image.Format = Keep(image.Format, reader.ReadText());
        ReadOnlySpan<byte> data = reader.ReadSequence();
        if (!reader.IsSound || !data.TryCopyTo(image.Data))
        {
            return false;
        }

        image.Length = data.Length;
        return true;
    }

    /// <summary>Reads sensor_msgs/Image; false, and the image undefined, for bytes that are none or do not fit.</summary>
    /// <param name="cdr">The message.</param>
    /// <param name="image">Takes the image.</param>
    public static bool TryRead(ReadOnlySpan<byte> cdr, CameraImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        CdrReader reader = new(cdr);
        RosHeader.ReadTime(ref reader);
        image.FrameId = Keep(image.FrameId, reader.ReadText());
        image.Height = reader.ReadInt32();
        image.Width = reader.ReadInt32();
        image.Encoding = Keep(image.Encoding, reader.ReadText());
        bool bigEndian = reader.ReadByte() != 0;
        image.Step = reader.ReadInt32();
        ReadOnlySpan<byte> data = reader.ReadSequence();
        if (!reader.IsSound || bigEndian || image.Height < 0 || image.Width < 0 || image.Step < 0 || !data.TryCopyTo(image.Data))
        {
            return false;
        }

        image.Length = data.Length;
        return true;
    }

    /// <summary>The text that is there already, if it is the same: it is, for all images of a camera but the first.</summary>
    private static string Keep(string present, ReadOnlySpan<byte> text)
    {
        if (text.Length == present.Length)
        {
            int same = 0;
            while (same < text.Length && text[same] == present[same])
            {
                same++;
            }

            if (same == text.Length)
            {
                return present;
            }
        }

        return Encoding.UTF8.GetString(text);
    }
}
