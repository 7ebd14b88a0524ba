namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>An image that lies in memory whole.</summary>
public sealed class Vl53l5cxImageBytes : IVl53l5cxImage
{
    private readonly byte[] _bytes;

    /// <summary>Makes an image.</summary>
    /// <param name="bytes">Its bytes; kept, not copied.</param>
    public Vl53l5cxImageBytes(byte[] bytes)
    {
        _bytes = bytes;
    }

    /// <inheritdoc/>
    public int Length
    {
        get { return _bytes.Length; }
    }

    /// <inheritdoc/>
    public bool Read(int offset, byte[] buffer, int count)
    {
        if (offset < 0 || count < 0 || count > buffer.Length || offset > _bytes.Length - count)
        {
            return false;
        }

        System.Array.Copy(_bytes, offset, buffer, 0, count);
        return true;
    }
}
