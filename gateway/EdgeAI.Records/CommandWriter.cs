using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.CommandLayout;

namespace EdgeAI.Records;

/// <summary>Writes commands (DOWNLINK.md, "Command").</summary>
public static class CommandWriter
{
    /// <summary>Writes one command.</summary>
    /// <exception cref="ArgumentException">An id is not valid, the times are not in order, or there are too many arguments.</exception>
    public static byte[] Write(in CommandFields fields)
    {
        Identifier.ThrowIfInvalid(fields.Issuer, nameof(fields));
        Identifier.ThrowIfInvalid(fields.Target, nameof(fields));
        Identifier.ThrowIfInvalid(fields.Name, nameof(fields));
        ReadOnlySpan<byte> arguments = fields.Arguments.Span;
        if (fields.Id.Value == 0 || arguments.Length > CommandReader.MaximumArguments)
        {
            throw new ArgumentException($"a command has an id that is not zero and at most {CommandReader.MaximumArguments} bytes of arguments", nameof(fields));
        }

        if (fields.ExpiresUtcNanoseconds <= fields.IssuedUtcNanoseconds || fields.ExpiresUtcNanoseconds <= fields.NotBeforeUtcNanoseconds)
        {
            throw new ArgumentException("a command expires after it is issued and after it may begin", nameof(fields));
        }

        byte[] payload = new byte[MinimumLength - 3 + fields.Issuer.Length + fields.Target.Length + fields.Name.Length + arguments.Length];
        payload[KindOffset] = Kind;
        payload[VersionOffset] = FormatVersion;
        payload[SuiteOffset] = (byte)AlgorithmSuite.None;
        fields.Id.Write(payload.AsSpan(IdOffset));
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(IssuedOffset), fields.IssuedUtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(NotBeforeOffset), fields.NotBeforeUtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(ExpiresOffset), fields.ExpiresUtcNanoseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(BoardOffset), fields.Board);
        payload[IssuerLengthOffset] = (byte)fields.Issuer.Length;
        payload[TargetLengthOffset] = (byte)fields.Target.Length;
        payload[NameLengthOffset] = (byte)fields.Name.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(ArgumentsLengthOffset), (ushort)arguments.Length);
        int at = HeaderLength;
        at += Encoding.ASCII.GetBytes(fields.Issuer, payload.AsSpan(at));
        at += Encoding.ASCII.GetBytes(fields.Target, payload.AsSpan(at));
        at += Encoding.ASCII.GetBytes(fields.Name, payload.AsSpan(at));
        arguments.CopyTo(payload.AsSpan(at));
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(^ChecksumLength..), Crc32C.Compute(payload.AsSpan(..^ChecksumLength)));
        return payload;
    }
}
