using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Audit;
using EdgeAI.Gateway.Mqtt;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Broker;

/// <summary>Notes in the audit trail who connected and what was refused.</summary>
internal sealed class ConnectionAudit(AuditTrail? trail)
{
    private static readonly string[] Refusals = [.. Enum.GetNames<PublishRefusal>().Select(static name => $"publishes refused: {name}")];
    private static readonly string[] Ends = [.. Enum.GetNames<ConnectionEnd>().Select(static name => $"connection refused or ended: {name}")];

    public void Connected(string actor, MqttVersion version, X509Certificate2? certificate)
    {
        if (trail is not null)
        {
            string by = certificate is null ? "without a certificate, on loopback" : $"by certificate {certificate.SerialNumber}";
            trail.Note(AuditSubject.Connection, AuditOutcome.Done, actor, $"connected {by}, MQTT {(version == MqttVersion.V5 ? "5" : "3.1.1")}");
        }
    }

    /// <summary>Notes the end of a connection, where it was not the client's own or the gateway's stop.</summary>
    public void Ended(ConnectionEnd end, string actor, string reason)
    {
        if (trail is not null && end is not (ConnectionEnd.ByClient or ConnectionEnd.Stopping or ConnectionEnd.TakenOver))
        {
            trail.Note(AuditSubject.Connection, end == ConnectionEnd.Failure ? AuditOutcome.Failed : AuditOutcome.Refused, actor, end is ConnectionEnd.NotPermitted or ConnectionEnd.Revoked ? reason : Ends[(int)end]);
        }
    }

    public void Refused(PublishRefusal refusal, string actor)
    {
        if (refusal != PublishRefusal.Stopping)
        {
            trail?.Note(AuditSubject.Publish, AuditOutcome.Refused, actor, Refusals[(int)refusal]);
        }
    }
}
