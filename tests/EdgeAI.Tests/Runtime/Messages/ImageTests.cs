using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Tests.Runtime.Messages;

public sealed class ImageTests
{
    [Fact]
    public void CameraImage_Copied_SaysTheSameAndAllocatesNothing()
    {
        CameraImage original = new(8) { Width = 2, Height = 2, Step = 3, Length = 6, Encoding = "mono8", FrameId = "head_camera_optical" };
        new byte[] { 1, 2, 0, 3, 4, 0, 9, 9 }.CopyTo(original.Data, 0);
        CameraImage copy = new(6);
        copy.CopyFrom(original);

        AllocationMeter meter = AllocationMeter.Start();
        copy.CopyFrom(original);

        Assert.Equal(0, meter.Bytes);
        Assert.Equal([1, 2, 0, 3, 4, 0], copy.Data);
        Assert.Equal((2, 2, 3, 6, "mono8", "head_camera_optical"), (copy.Width, copy.Height, copy.Step, copy.Length, copy.Encoding, copy.FrameId));
    }

    [Fact]
    public void CompressedImage_Copied_SaysTheSameAndAllocatesNothing()
    {
        CompressedImage original = new(4) { Length = 3, Format = "jpeg", FrameId = "wrist_camera_optical" };
        new byte[] { 0xFF, 0xD8, 0xFF, 9 }.CopyTo(original.Data, 0);
        CompressedImage copy = new(3);
        copy.CopyFrom(original);

        AllocationMeter meter = AllocationMeter.Start();
        copy.CopyFrom(original);

        Assert.Equal(0, meter.Bytes);
        Assert.Equal([0xFF, 0xD8, 0xFF], copy.Data);
        Assert.Equal((3, "jpeg", "wrist_camera_optical"), (copy.Length, copy.Format, copy.FrameId));
    }

    [Fact]
    public void Images_GivenToTheEncoder_AreRefusedByName()
    {
        FrameHeader header = new() { Board = 0, Stream = 20, Boot = 1 };
        byte[] frame = new byte[FrameLayout.MaxFrameLength];
        foreach (Message image in (Message[])[new CameraImage(4) { Length = 4 }, new CompressedImage(4) { Length = 4 }])
        {
            Assert.Equal(FrameStatus.UnknownType, FrameEncoder.Check(header, image));
            Assert.Equal(0, FrameEncoder.Encode(header, image, frame, 0, frame.Length));
        }
    }

    [Fact]
    public void Image_LargerThanItsCopy_Throws()
    {
        Assert.Throws<ArgumentException>(static () => new CameraImage(5).CopyFrom(new CameraImage(6) { Length = 6 }));
        Assert.Throws<ArgumentException>(static () => new CompressedImage(5).CopyFrom(new CompressedImage(6) { Length = 6 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CameraImage(0));
    }
}
