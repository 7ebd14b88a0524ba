using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Messages;

/// <summary>
/// An image as a camera or an encoder compressed it, after sensor_msgs/CompressedImage. A message like any other inside the robot; no frame of
/// the wire carries it. Allocated once and refilled. Its frame is the camera's optical one (REP-103), whose name ends in _optical.
/// </summary>
/// <param name="capacity">The most bytes that it will hold, 1 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
public sealed class CompressedImage(int capacity) : Message
{
    /// <summary>The compressed image, the first <see cref="Length"/> bytes of it; allocated once.</summary>
    public byte[] Data { get; } = new byte[ImageRoom.Checked(capacity)];

    /// <summary>How many bytes of <see cref="Data"/> are the image.</summary>
    public int Length { get; set; }

    /// <summary>How it is compressed: jpeg or png.</summary>
    public string Format { get; set; } = "";

    /// <summary>None that a frame could have.</summary>
    public override MessageType Type => RobotOnly.Type;

    /// <summary>Takes over an image without allocating.</summary>
    /// <param name="other">A <see cref="CompressedImage"/> that fits: its length is at most this one's capacity.</param>
    /// <exception cref="ArgumentException">The image does not fit.</exception>
    public override void CopyFrom(Message other)
    {
        CompressedImage source = (CompressedImage)other;
        ImageRoom.Copy(source.Data, source.Length, Data);
        CopyHeaderFrom(source);
        Length = source.Length;
        Format = source.Format;
    }
}
