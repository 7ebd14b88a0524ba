using EdgeAI.Gateway.Spool;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Audit;

/// <summary>Notes what became of the spool's file, from its counts.</summary>
internal sealed class SpoolAudit(AuditTrail trail)
{
    private SpoolCondition _condition = SpoolCondition.Sound;
    private string _salvaged = "";
    private long? _failedCommits;

    /// <summary>Takes note of a moment.</summary>
    public void Observe(SpoolStatistics now)
    {
        if (now.Condition != _condition)
        {
            trail.Note(AuditSubject.Spool, now.Condition == SpoolCondition.Sound ? AuditOutcome.Done : AuditOutcome.Failed, "", $"the spool is {now.Condition}");
            _condition = now.Condition;
        }

        if (now.Salvaged != _salvaged)
        {
            trail.Note(AuditSubject.Spool, AuditOutcome.Done, "", now.Salvaged);
            _salvaged = now.Salvaged;
        }

        if (now.FailedCommits > (_failedCommits ?? now.FailedCommits))
        {
            trail.Note(AuditSubject.Spool, AuditOutcome.Failed, "", $"a transaction failed: {now.LastError}");
        }

        _failedCommits = now.FailedCommits;
    }
}
