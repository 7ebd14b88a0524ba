using System.Buffers.Binary;

namespace EdgeAI.Gateway.Policy;

/// <summary>Writes a policy's state, little-endian, into memory that is large enough.</summary>
internal ref struct StateWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public void Put(byte value) => _destination[Length++] = value;

    public void Put(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_destination[Length..], value);
        Length += sizeof(uint);
    }

    public void Put(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_destination[Length..], value);
        Length += sizeof(long);
    }

    /// <summary>Writes a count and the bytes.</summary>
    public void Put(ReadOnlySpan<byte> bytes)
    {
        Put((uint)bytes.Length);
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }
}
