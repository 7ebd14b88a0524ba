using EdgeAI.Gateway.Audit;
using EdgeAI.Gateway.Policy;
using EdgeAI.Records.Proof;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Operation;

/// <summary>Tells in the log and in the audit trail what a gateway is told otherwise than before.</summary>
internal sealed partial class ConfigurationLog(ILoggerFactory logging, AuditTrail? trail)
{
    private readonly ILogger _log = logging.CreateLogger(GatewayMeter.Name);

    /// <summary>Tells of a policy that came into force.</summary>
    public void TellPolicy(PolicyReplacement replaced)
    {
        LogPolicyChanged(replaced.Revision, replaced.Digest, replaced.Before);
        trail?.Note(AuditSubject.Configuration, AuditOutcome.Done, "", $"policy revision {replaced.Revision} (SHA-256 {replaced.Digest}...) is in force in the place of revision {replaced.Before}");
    }

    /// <summary>Tells which sections of the configuration differ from the last start.</summary>
    public void TellDifference(GatewayOptions options)
    {
        try
        {
            if (ConfigurationMemory.Exchange(options) is { Count: > 0 } sections)
            {
                LogConfigurationChanged(string.Join(", ", sections));
                trail?.Note(AuditSubject.Configuration, AuditOutcome.Done, "", $"differs from the last start in: {string.Join(", ", sections)}");
            }
        }
        catch (GatewayException exception)
        {
            LogConfigurationNotKept(exception.Message);
        }
    }

    [LoggerMessage(EventId = 241, Level = LogLevel.Information, Message = "policy revision {Revision} (SHA-256 {Digest}...) is in force in the place of revision {Before}")]
    private partial void LogPolicyChanged(long revision, string digest, long before);

    [LoggerMessage(EventId = 242, Level = LogLevel.Information, Message = "the configuration differs from the last start in: {Sections}")]
    private partial void LogConfigurationChanged(string sections);

    [LoggerMessage(EventId = 243, Level = LogLevel.Warning, Message = "the next start will not know what of the configuration differs: {Reason}")]
    private partial void LogConfigurationNotKept(string reason);
}
