using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Identity;

/// <content>What an operator reads of it.</content>
internal sealed partial class DeviceDirectory
{
    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "TLS handshake refused: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "registry taken over: {Devices} devices, {Authorities} authorities")]
    private partial void LogChanged(int devices, int authorities);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "a connection ends: {Reason}")]
    private partial void LogEnded(string reason);

    [LoggerMessage(EventId = 105, Level = LogLevel.Error, Message = "{Problem}")]
    private partial void LogDamaged(string problem);

    [LoggerMessage(EventId = 106, Level = LogLevel.Information, Message = "the server's certificate was issued")]
    private partial void LogServerIssued();

    [LoggerMessage(EventId = 107, Level = LogLevel.Error, Message = "the clock says {Now:yyyy-MM-dd HH:mm} UTC, before the authority was made: certificates are judged by {JudgingTime:yyyy-MM-dd HH:mm} UTC, the registry's last change; set the clock")]
    private partial void LogWrongClock(DateTimeOffset now, DateTimeOffset judgingTime);
}
