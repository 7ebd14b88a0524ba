namespace EdgeAI.Device.Application;

/// <summary>Bytes that come in over a link. Never blocks.</summary>
public interface IByteSource
{
    /// <summary>Takes up to <paramref name="capacity"/> received bytes; 0 when there are none.</summary>
    int Receive(byte[] buffer, int offset, int capacity);
}
