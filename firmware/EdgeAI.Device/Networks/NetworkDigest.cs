using EdgeAI.Device.Digests;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Networks;

/// <summary>Digests a network's tables in the order that NETWORKS.md gives, so that every machine names the same network alike.</summary>
internal sealed class NetworkDigest
{
    private readonly Sha256 _sha = new Sha256();
    private readonly byte[] _piece = new byte[4];

    public void AppendByte(byte value)
    {
        _piece[0] = value;
        _sha.Append(_piece, 0, 1);
    }

    public void AppendInt32(int value)
    {
        LittleEndian.WriteInt32(_piece, 0, value);
        _sha.Append(_piece, 0, 4);
    }

    public void AppendInt8s(sbyte[] values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            AppendByte((byte)values[index]);
        }
    }

    public void AppendInt32s(int[] values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            AppendInt32(values[index]);
        }
    }

    public void AppendBytes(byte[] values)
    {
        _sha.Append(values, 0, values.Length);
    }

    public void Finish(byte[] digest)
    {
        _sha.Finish(digest, 0);
    }
}
