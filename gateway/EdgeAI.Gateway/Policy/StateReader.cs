using System.Buffers.Binary;

namespace EdgeAI.Gateway.Policy;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Past the end everything is zero and <see cref="IsComplete"/> false; never throws.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;
    private bool _failed;

    /// <summary>Whether everything that was asked for was there, and nothing is left.</summary>
    public readonly bool IsComplete => !_failed && _rest.IsEmpty;

    public byte Byte() => Take(sizeof(byte)) is { IsEmpty: false } bytes ? bytes[0] : (byte)0;

    public uint UInt32() => Take(sizeof(uint)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    public long Int64() => Take(sizeof(long)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    /// <summary>A count and as many bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        uint length = UInt32();
        return length <= _rest.Length ? Take((int)length) : Fail();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_failed || length > _rest.Length)
        {
            return Fail();
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private ReadOnlySpan<byte> Fail()
    {
        _failed = true;
        return [];
    }
}
