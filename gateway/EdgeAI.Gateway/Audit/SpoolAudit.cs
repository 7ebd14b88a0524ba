using EdgeAI.Gateway.Spool;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Audit;

/// <summary>Notes what became of the spool's file, from its counts.</summary>
internal sealed class SpoolAudit(AuditTrail trail)
{
    private SpoolCondition _condition = SpoolCondition.Sound;
    private string _salvaged = "";
    private long? _failedCommits;
    private long _chainsBegunAgain;

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

        if (now.ChainsBegunAgain > _chainsBegunAgain)
        {
            trail.Note(AuditSubject.Chain, AuditOutcome.Failed, "", $"{now.ChainsBegunAgain - _chainsBegunAgain} chains of seals begin again: where they stood is damaged or not known");
            _chainsBegunAgain = now.ChainsBegunAgain;
        }

        if (now.FailedCommits > (_failedCommits ?? now.FailedCommits))
        {
            trail.Note(AuditSubject.Spool, AuditOutcome.Failed, "", $"a transaction failed: {now.LastError}");
        }

        _failedCommits = now.FailedCommits;
    }
}
