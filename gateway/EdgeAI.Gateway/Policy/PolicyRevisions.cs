using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// Which policy each revision number stood for in the life of this spool, so that a number never means two things, and which one is in
/// force. The record of a change and the memory of it are of one transaction.
/// </summary>
internal sealed class PolicyRevisions
{
    private const string KeyPrefix = "revision/";
    private const string InForceKey = "in-force";
    private const string BuiltIn = """{"revision":0,"rules":[{"name":"images-stay","message":"image","leaves":false}]}""";

    private readonly byte[] _text;
    private readonly byte[] _digest;
    private bool _announced;
    private bool _isDurable;

    /// <exception cref="GatewayException">The policy is too long for its record.</exception>
    public PolicyRevisions(PolicyProfile? policy)
    {
        Current = (uint)(policy?.Revision ?? 0);
        _text = policy?.ToCanonicalJson() ?? System.Text.Encoding.UTF8.GetBytes(BuiltIn);
        _digest = SHA256.HashData(_text);
        if (_text.Length > PolicyChange.MaximumTextLength)
        {
            throw new GatewayException($"the policy takes {_text.Length} bytes, and its record holds {PolicyChange.MaximumTextLength}: write fewer or shorter rules");
        }
    }

    /// <summary>The revision in force from now on; 0 for the built-in policy.</summary>
    public uint Current { get; }

    /// <summary>The revision that was in force before; the same where nothing changed.</summary>
    public uint Before { get; private set; }

    /// <summary>Whether the change is told in the open transaction or before.</summary>
    public bool IsAnnounced => _announced;

    /// <summary>The first digits of the digest of the policy in force, for people.</summary>
    public string ShortDigest => Convert.ToHexStringLower(_digest.AsSpan(0, 6));

    /// <summary>Takes over what is known of earlier revisions.</summary>
    /// <exception cref="GatewayException">The revision was another policy.</exception>
    public void Load(IReadOnlyDictionary<string, byte[]> saved)
    {
        if (saved.TryGetValue(KeyOf(Current), out byte[]? known) && !known.AsSpan(0, Math.Min(known.Length, SHA256.HashSizeInBytes)).SequenceEqual(_digest))
        {
            uint highest = saved.Keys.Where(static key => key.StartsWith(KeyPrefix, StringComparison.Ordinal)).Select(static key => uint.Parse(key.AsSpan(KeyPrefix.Length), CultureInfo.InvariantCulture)).Max();
            throw new GatewayException($"policy revision {Current} was another policy (the records that carry it say so): give the changed one the next number, {(long)highest + 1}");
        }

        Before = saved.TryGetValue(InForceKey, out byte[]? inForce) && inForce.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(inForce) : 0;

        // A gateway that never had a policy has nothing to tell.
        _announced = _isDurable = Before == Current;
    }

    /// <summary>Stores the record of the change.</summary>
    public void Announce(long utcNanoseconds, IRecordSink sink)
    {
        PolicyChange change = new() { Revision = Current, SinceUtcNanoseconds = utcNanoseconds, Digest = _digest, Text = _text };
        byte[] body = new byte[change.EncodedLength];
        change.Write(body);
        sink.StoreOwn(RecordKind.PolicyChange, RecordClass.Event, body);
        _announced = true;
        Since = utcNanoseconds;
    }

    /// <summary>Hands over what changed.</summary>
    public void Save(Action<string, byte[]?> put)
    {
        if (!_announced || _isDurable)
        {
            return;
        }

        byte[] entry = new byte[SHA256.HashSizeInBytes + sizeof(long)];
        _digest.CopyTo(entry, 0);
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(SHA256.HashSizeInBytes), Since);
        put(KeyOf(Current), entry);
        byte[] inForce = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(inForce, Current);
        put(InForceKey, inForce);
    }

    /// <summary>The transaction is on disk; the change, if it was in it.</summary>
    public PolicyReplacement? Accept()
    {
        PolicyReplacement? replaced = _announced && !_isDurable ? new PolicyReplacement(Before, Current, ShortDigest) : null;
        _isDurable = _announced;
        return replaced;
    }

    public void Undo() => _announced = _isDurable;

    private long Since { get; set; }

    private static string KeyOf(uint revision) => string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{revision}");
}
