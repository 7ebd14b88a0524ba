using EdgeAI.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class PublishBuffersTests
{
    [Fact]
    public void Rent_AnyLength_GivesAtMostAQuarterTooMuch()
    {
        PublishBuffers buffers = new(0);
        for (int length = 1; length <= (1 << 20) + 1024; length += 1 + (length / 97))
        {
            byte[] buffer = buffers.Rent(length);
            Assert.InRange(buffer.Length, length, Math.Max(256, length + (length / 4)));
            buffers.Return(buffer);
            Assert.Same(buffer, buffers.Rent(length));
            buffers.Return(buffer);
        }

        Assert.Equal(256, buffers.Rent(0).Length);
    }

    [Fact]
    public void Rent_OfWhatWasInUseAtOnceBefore_AllocatesNothing()
    {
        PublishBuffers buffers = new(1 << 20);
        byte[][] inUse = new byte[2000][];
        long bytes = Allocation.Of(() =>
        {
            for (int index = 0; index < inUse.Length; index++)
            {
                inUse[index] = buffers.Rent(200 + ((index % 3) * 15_000));
            }

            foreach (byte[] buffer in inUse)
            {
                buffers.Return(buffer);
            }
        });
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Rent_OfAnotherLengthBeyondTheMaximum_TakesThePlaceOfFreeBuffers()
    {
        PublishBuffers buffers = new(64 << 10);
        foreach (byte[] buffer in Enumerable.Range(0, 4).Select(_ => buffers.Rent(16 << 10)).ToArray())
        {
            buffers.Return(buffer);
        }

        Assert.Equal(64 << 10, buffers.HeldBytes);
        _ = buffers.Rent(32 << 10);
        Assert.Equal(64 << 10, buffers.HeldBytes);
        _ = buffers.Rent(1024);
        Assert.InRange(buffers.HeldBytes, 48 << 10, 64 << 10);
    }

    [Fact]
    public void Trim_LetsGoOfWhatNobodyNeededSinceTheLastOne()
    {
        PublishBuffers buffers = new(1 << 20);
        byte[] first = buffers.Rent(1024);
        byte[] second = buffers.Rent(1024);
        buffers.Return(first);
        buffers.Return(second);
        buffers.Trim();
        Assert.Equal(2048, buffers.HeldBytes);
        buffers.Return(buffers.Rent(1024));
        buffers.Trim();
        Assert.Equal(1024, buffers.HeldBytes);
        buffers.Trim();
        Assert.Equal(0, buffers.HeldBytes);
    }
}
