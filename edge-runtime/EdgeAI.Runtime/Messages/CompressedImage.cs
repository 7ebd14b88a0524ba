namespace EdgeAI.Runtime.Messages;

/// <summary>
/// An image as a camera or an encoder compressed it, after sensor_msgs/CompressedImage. Stays on the robot: no frame of the wire
/// carries it. Allocated once and refilled; its instant is the sample's.
/// </summary>
/// <param name="capacity">The most bytes that it will hold, 1 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
public sealed class CompressedImage(int capacity)
{
    /// <summary>The compressed image, the first <see cref="Length"/> bytes of it; allocated once.</summary>
    public byte[] Data { get; } = new byte[ImageRoom.Checked(capacity)];

    /// <summary>How many bytes of <see cref="Data"/> are the image.</summary>
    public int Length { get; set; }

    /// <summary>How it is compressed: jpeg or png.</summary>
    public string Format { get; set; } = "";

    /// <summary>The camera's optical frame (REP-103: x right, y down, z forward; its name ends in _optical).</summary>
    public string FrameId { get; set; } = "";

    /// <summary>Takes over an image without allocating.</summary>
    /// <param name="other">An image that fits: its length is at most this one's capacity.</param>
    /// <exception cref="ArgumentException">The image does not fit.</exception>
    public void CopyFrom(CompressedImage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ImageRoom.Copy(other.Data, other.Length, Data);
        Length = other.Length;
        Format = other.Format;
        FrameId = other.FrameId;
    }
}
