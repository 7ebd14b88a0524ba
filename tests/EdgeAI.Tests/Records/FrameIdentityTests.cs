using EdgeAI.Device.Wire;
using EdgeAI.Records;
using EdgeAI.Tests.Device.Wire;
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
    public void Identity_OfTheWiresVectors_AgreesWithTheFrameDecoder()
    {
        int accepted = 0;
        foreach (byte[] frame in WireVector.All.Select(vector => vector.Raw))
        {
            FrameHeader header = new();
            FrameStatus status = FrameDecoder.TryDecodeHeader(frame, 0, frame.Length, header);
            FrameRejection rejection = FrameIdentity.Read(frame, out FrameIdentity identity);
            Assert.Equal(status == FrameStatus.BadCrc, rejection == FrameRejection.Checksum);
            Assert.Equal(status == FrameStatus.TooShort, rejection == FrameRejection.TooShort);
            Assert.Equal(status == FrameStatus.UnknownVersion, rejection == FrameRejection.UnknownVersion);
            if (status == FrameStatus.Ok)
            {
                accepted++;
                Assert.Equal(new FrameIdentity(header.Board, header.Boot, header.Stream, header.Sequence, header.Flags), identity);
            }
        }

        Assert.True(accepted > 5, "the vectors hold whole frames");
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
