namespace EdgeAI.Gateway.Operation;

/// <summary>How log lines look.</summary>
public enum LogFormat
{
    /// <summary>One line for people: time, level, message.</summary>
    Text,

    /// <summary>One JSON object a line: time, level, event, message, and each value under its name.</summary>
    Json,
}
