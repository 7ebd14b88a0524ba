namespace EdgeAI.Robot.Cameras;

/// <summary>
/// Numbers of linux/videodev2.h, for the sizes that its structures have in a process of 64 bits: direction, size, letter 'V' and number, put
/// together as asm-generic/ioctl.h does.
/// </summary>
public static class V4l2Requests
{
    /// <summary>VIDIOC_QUERYCAP: what the device can do.</summary>
    public const uint QueryCapability = 0x8068_5600;

    /// <summary>VIDIOC_S_FMT: size and pixels of images.</summary>
    public const uint SetFormat = 0xC0D0_5605;

    /// <summary>VIDIOC_REQBUFS: how many buffers there are.</summary>
    public const uint RequestBuffers = 0xC014_5608;

    /// <summary>VIDIOC_QUERYBUF: where a buffer lies.</summary>
    public const uint QueryBuffer = 0xC058_5609;

    /// <summary>VIDIOC_QBUF: gives a buffer to the driver.</summary>
    public const uint Queue = 0xC058_560F;

    /// <summary>VIDIOC_DQBUF: takes a filled one.</summary>
    public const uint Dequeue = 0xC058_5611;

    /// <summary>VIDIOC_STREAMON: starts.</summary>
    public const uint StreamOn = 0x4004_5612;

    /// <summary>VIDIOC_STREAMOFF: stops.</summary>
    public const uint StreamOff = 0x4004_5613;

    /// <summary>VIDIOC_S_PARM: images a second.</summary>
    public const uint SetParameters = 0xC0CC_5616;

    /// <summary>V4L2_BUF_TYPE_VIDEO_CAPTURE.</summary>
    public const uint Capture = 1;

    /// <summary>V4L2_MEMORY_MMAP.</summary>
    public const uint MemoryMapped = 1;

    /// <summary>V4L2_CAP_VIDEO_CAPTURE: one plane, as webcams and most sensors have.</summary>
    public const uint CanCapture = 0x0000_0001;

    /// <summary>V4L2_CAP_STREAMING.</summary>
    public const uint CanStream = 0x0400_0000;

    /// <summary>V4L2_CAP_DEVICE_CAPS: the capabilities of this node stand apart from those of the whole device.</summary>
    public const uint HasNodeCapabilities = 0x8000_0000;

    /// <summary>V4L2_CAP_TIMEPERFRAME of a stream's parameters.</summary>
    public const uint CanSetRate = 0x1000;

    /// <summary>V4L2_BUF_FLAG_ERROR: the image is damaged.</summary>
    public const uint DamagedFlag = 0x0000_0040;

    /// <summary>V4L2_BUF_FLAG_TIMESTAMP_MASK.</summary>
    public const uint TimestampMask = 0x0000_E000;

    /// <summary>V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC: the timestamp is of CLOCK_MONOTONIC.</summary>
    public const uint MonotonicTimestamp = 0x0000_2000;
}
