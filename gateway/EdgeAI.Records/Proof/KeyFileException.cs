namespace EdgeAI.Records.Proof;

/// <summary>A key file cannot be used. The message is one line that names the file and the mend.</summary>
public sealed class KeyFileException : Exception
{
    /// <summary>Makes the exception from its one line.</summary>
    public KeyFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from its one line and what lies beneath it.</summary>
    public KeyFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
