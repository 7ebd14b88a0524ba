namespace EdgeAI.Device.Messages;

/// <summary>Something that a board has to say beside its readings.</summary>
public sealed class LogRecord : Message
{
    /// <summary>The most characters of the text.</summary>
    public const int MaxText = 200;

    /// <summary>What is said, for people.</summary>
    public readonly AsciiText Text = new AsciiText(MaxText);

    /// <summary>How much it matters.</summary>
    public LogLevel Level = LogLevel.Information;

    /// <summary>What is said, as a number that means the same in every firmware version; 0 when only the text says it.</summary>
    public ushort Code;


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.LogRecord; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        LogRecord source = (LogRecord)other;
        CopyHeaderFrom(other);
        Level = source.Level;
        Code = source.Code;
        Text.CopyFrom(source.Text);
    }
}
