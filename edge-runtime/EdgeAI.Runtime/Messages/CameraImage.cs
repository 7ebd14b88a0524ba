namespace EdgeAI.Runtime.Messages;

/// <summary>
/// An image as a camera gives it, after sensor_msgs/Image. Stays on the robot: no frame of the wire carries it. Allocated once and
/// refilled; its instant is the sample's. A reader that keeps one past its turn copies it with <see cref="CopyFrom"/>.
/// </summary>
/// <param name="capacity">The most bytes that it will hold, 1 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
public sealed class CameraImage(int capacity)
{
    /// <summary>The rows from the top, the first <see cref="Length"/> bytes of it; allocated once.</summary>
    public byte[] Data { get; } = new byte[ImageRoom.Checked(capacity)];

    /// <summary>Pixels in a row.</summary>
    public int Width { get; set; }

    /// <summary>Rows.</summary>
    public int Height { get; set; }

    /// <summary>Bytes from one row to the next, padding included; with nv12 those of a row of the luma plane.</summary>
    public int Step { get; set; }

    /// <summary>How many bytes of <see cref="Data"/> are the image: Step * Height, with nv12 half as many again.</summary>
    public int Length { get; set; }

    /// <summary>What a pixel is, as sensor_msgs/image_encodings.hpp names it: rgb8, bgr8, mono8, mono16, yuv422_yuy2, nv12.</summary>
    public string Encoding { get; set; } = "";

    /// <summary>The camera's optical frame (REP-103: x right, y down, z forward; its name ends in _optical).</summary>
    public string FrameId { get; set; } = "";

    /// <summary>Takes over an image without allocating.</summary>
    /// <param name="other">An image that fits: its length is at most this one's capacity.</param>
    /// <exception cref="ArgumentException">The image does not fit.</exception>
    public void CopyFrom(CameraImage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ImageRoom.Copy(other.Data, other.Length, Data);
        Width = other.Width;
        Height = other.Height;
        Step = other.Step;
        Length = other.Length;
        Encoding = other.Encoding;
        FrameId = other.FrameId;
    }
}
