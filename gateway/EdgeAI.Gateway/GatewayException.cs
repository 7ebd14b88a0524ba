namespace EdgeAI.Gateway;

/// <summary>The gateway cannot start or go on. The message is one line that names the thing and the mend.</summary>
public sealed class GatewayException : Exception
{
    /// <summary>Makes the exception from its one line.</summary>
    public GatewayException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from its one line and what lies beneath it.</summary>
    public GatewayException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
