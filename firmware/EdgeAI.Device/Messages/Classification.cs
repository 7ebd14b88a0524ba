namespace EdgeAI.Device.Messages;

/// <summary>
/// What a model answered, with everything needed to ask it again: which model, where it ran, on what input, how old that was.
/// Its stamp is that of the newest input; the age is that of the oldest.
/// </summary>
public sealed class Classification : Decision
{
    /// <summary>The most classes that one message can hold (WIRE.md, "Limits").</summary>
    public const int MaxClasses = 32;

    /// <summary>The number of bytes in a SHA-256 digest.</summary>
    public const int DigestLength = 32;

    /// <summary>Probability per class, 0 to 65535 for 0 to 1; <see cref="ClassCount"/> of them valid.</summary>
    public readonly ushort[] Probabilities = new ushort[MaxClasses];

    /// <summary>SHA-256 of the model file.</summary>
    public readonly byte[] ModelDigest = new byte[DigestLength];

    /// <summary>SHA-256 of the bytes of the model's input tensor.</summary>
    public readonly byte[] InputDigest = new byte[DigestLength];

    /// <summary>How many classes the model has.</summary>
    public int ClassCount;

    /// <summary>The most probable class.</summary>
    public int ClassIndex;

    /// <summary>Where the model ran.</summary>
    public ExecutionProvider Provider;

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Classification; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        Classification source = (Classification)other;
        CopyDecisionFrom(source);
        ClassCount = source.ClassCount;
        ClassIndex = source.ClassIndex;
        Provider = source.Provider;
        System.Array.Copy(source.Probabilities, 0, Probabilities, 0, source.ClassCount);
        System.Array.Copy(source.ModelDigest, 0, ModelDigest, 0, DigestLength);
        System.Array.Copy(source.InputDigest, 0, InputDigest, 0, DigestLength);
    }
}
