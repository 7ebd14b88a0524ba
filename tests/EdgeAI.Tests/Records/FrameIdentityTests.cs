using EdgeAI.Device.Wire;
using EdgeAI.Records;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.Records;

public sealed class FrameIdentityTests
{
    [Fact]
    public void Identity_OfARawFrame_IsItsHeaders()
    {
        byte[] frame = RawFrames.Make(0x1234, 9, 0xA1B2C3D4E5F6, boot: 0x4321, flags: 1);
        Assert.Equal(FrameRejection.None, FrameIdentity.Read(frame, out FrameIdentity identity));
        Assert.Equal(new FrameIdentity(0x1234, 0x4321, 9, 0xA1B2C3D4E5F6, FrameFlags.Simulated), identity);
    }

    [Fact]
    public void Identity_OfDamagedOrNewerFrames_IsRefusedByName()
    {
        byte[] frame = RawFrames.Make(1, 2, 3);
        Assert.Equal(FrameRejection.TooShort, FrameIdentity.Read(frame.AsSpan(0, 27), out _));
        frame[30] ^= 1;
        Assert.Equal(FrameRejection.Checksum, FrameIdentity.Read(frame, out _));
        frame[30] ^= 1;
        frame[0] = 2;
        Vectors.Seal(frame);
        Assert.Equal(FrameRejection.UnknownVersion, FrameIdentity.Read(frame, out _));
    }
}
