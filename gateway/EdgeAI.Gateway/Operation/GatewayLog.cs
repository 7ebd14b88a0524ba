using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Operation;

/// <summary>
/// Tells in the log what the counts tell: refusals, ended connections, drops and damage as sums of a period, changes of state as they come. What
/// anybody outside can cause is never a line each.
/// </summary>
internal sealed partial class GatewayLog(ILogger log, TimeSpan period)
{
    private GatewayStatistics? _last;
    private GatewayStatistics? _summed;
    private TimeSpan _summedAt;
    private bool _stalled;

    /// <summary>Takes note of a moment.</summary>
    /// <param name="now">The counts.</param>
    /// <param name="stalled">How long publishes have waited without an answer, when that is too long.</param>
    /// <param name="at">The time since the start.</param>
    public void Observe(GatewayStatistics now, TimeSpan? stalled, TimeSpan at)
    {
        if (_last is { } last && _summed is { } summed)
        {
            TellChanges(last, now, stalled);
            if (at - _summedAt >= period)
            {
                TellSums(summed, now);
                (_summed, _summedAt) = (now, at);
            }
        }
        else
        {
            (_summed, _summedAt) = (now, at);
            TellDownlink("", now.Downlink?.LastError ?? "");
            TellSparkplug(null, now.Sparkplug);
            if (now.Spool.Condition != SpoolCondition.Sound)
            {
                LogCondition(now.Spool.Condition, now.Spool.Lost, now.Spool.LastError);
            }

            if (now.Spool.Salvaged.Length > 0)
            {
                LogSalvaged(now.Spool.Salvaged);
            }
        }

        _last = now;
    }

    /// <summary>Tells what was not told yet, at the end.</summary>
    public void Flush()
    {
        if (_last is { } last && _summed is { } summed)
        {
            TellSums(summed, last);
            _summed = last;
        }
    }

    private void TellChanges(GatewayStatistics last, GatewayStatistics now, TimeSpan? stalled)
    {
        if (now.Uplink.Connected && !last.Uplink.Connected)
        {
            LogUplinkConnected(now.Uplink.Upstream);
        }
        else if (!now.Uplink.Connected && last.Uplink.Connected)
        {
            LogUplinkLost(now.Uplink.Upstream, now.Uplink.LastError);
        }
        else if (!now.Uplink.Connected && now.Uplink.LastError.Length > 0 && now.Uplink.LastError != last.Uplink.LastError)
        {
            LogUplinkFails(now.Uplink.LastError);
        }

        if (now.Uplink.Switches != last.Uplink.Switches)
        {
            LogFailover(now.Uplink.Upstream, now.Uplink.SwitchReason);
        }

        if (now.Uplink.Held.Length > 0 && last.Uplink.Held.Length == 0)
        {
            LogUplinkHeld(now.Uplink.Held);
        }

        TellReceipts(last.Uplink.Receipts, now.Uplink.Receipts);
        if (now.Spool.Condition != last.Spool.Condition)
        {
            LogCondition(now.Spool.Condition, now.Spool.Lost, now.Spool.LastError);
        }

        TellDownlink(last.Downlink?.LastError ?? "", now.Downlink?.LastError ?? "");
        TellSparkplug(last.Sparkplug, now.Sparkplug);
        if (now.Spool.Salvaged != last.Spool.Salvaged)
        {
            LogSalvaged(now.Spool.Salvaged);
        }

        if (stalled is { } waited && !_stalled)
        {
            LogStalled(waited.TotalSeconds);
        }
        else if (stalled is null && _stalled)
        {
            LogGoesOn();
        }

        _stalled = stalled is not null;
    }

    private void TellDownlink(string last, string now)
    {
        if (now.Length > 0 && now != last)
        {
            LogDownlinkFails(now);
        }
        else if (now.Length == 0 && last.Length > 0)
        {
            LogDownlinkGoesOn();
        }
    }

    // Of what was rejected the first of each kind: what comes after it is in the metrics.
    private void TellReceipts(ReceiptStatistics? last, ReceiptStatistics? now)
    {
        if (last is null || now is null)
        {
            return;
        }

        foreach ((ReceiptFault fault, long count) in now.Rejected)
        {
            if (!last.Rejected.ContainsKey(fault))
            {
                LogReceiptRejected(count, fault);
            }
        }

        if (now.Problem.Length > 0 && last.Problem.Length == 0)
        {
            LogNoReceipts(now.Problem);
        }
        else if (now.Problem.Length == 0 && last.Problem.Length > 0)
        {
            LogReceiptsAgain();
        }
    }

    private void TellSparkplug(SparkplugStatistics? last, SparkplugStatistics? now)
    {
        if (now is { Connected: true } && last is not { Connected: true })
        {
            LogSparkplugConnected();
        }
        else if (now is { Connected: false } && (last is { Connected: true } || (now.LastError.Length > 0 && now.LastError != last?.LastError)))
        {
            LogSparkplugFails(now.LastError);
        }
    }

    private void TellSums(GatewayStatistics before, GatewayStatistics now)
    {
        foreach ((Broker.PublishRefusal reason, long count) in now.Broker.RefusedBy)
        {
            if (count - before.Broker.RefusedBy.GetValueOrDefault(reason) is > 0 and long refused)
            {
                LogPublishesRefused(refused, reason);
            }
        }

        foreach ((Broker.ConnectionEnd reason, long count) in now.Broker.EndedBy)
        {
            if (reason is not (Broker.ConnectionEnd.ByClient or Broker.ConnectionEnd.Stopping) && count - before.Broker.EndedBy.GetValueOrDefault(reason) is > 0 and long ended)
            {
                LogConnectionsEnded(ended, reason);
            }
        }

        if (now.Broker.Dropped - before.Broker.Dropped is > 0 and long dropped)
        {
            LogLiveDropped(dropped);
        }

        if (now.Spool.Lost - before.Spool.Lost is > 0 and long lost)
        {
            LogLost(lost, now.Spool.Lost);
        }

        if (now.Spool.Quarantined - before.Spool.Quarantined is > 0 and long aside)
        {
            LogDamage(aside);
        }

        if (now.Spool.FailedCommits - before.Spool.FailedCommits is > 0 and long failed)
        {
            LogCommitsFailed(failed, now.Spool.LastError);
        }

        if (now.Uplink.Refused - before.Uplink.Refused is > 0 and long refusals)
        {
            LogUplinkRefused(refusals, now.Uplink.LastError);
        }
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Information, Message = "uplink connected to {Upstream}")]
    private partial void LogUplinkConnected(string upstream);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "uplink lost {Upstream}: {Reason}; records wait in the spool")]
    private partial void LogUplinkLost(string upstream, string reason);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "uplink not connected: {Reason}")]
    private partial void LogUplinkFails(string reason);

    [LoggerMessage(EventId = 204, Level = LogLevel.Warning, Message = "uplink changed to {Upstream}: {Reason}")]
    private partial void LogFailover(string upstream, string reason);

    [LoggerMessage(EventId = 205, Level = LogLevel.Warning, Message = "upstream refused {Count} batches: {Reason}")]
    private partial void LogUplinkRefused(long count, string reason);

    [LoggerMessage(EventId = 210, Level = LogLevel.Error, Message = "records wait behind one that is too long for the upstream: {Reason}")]
    private partial void LogUplinkHeld(string reason);

    [LoggerMessage(EventId = 214, Level = LogLevel.Warning, Message = "{Count} receipts rejected: {Reason}; further ones of the kind are counted only")]
    private partial void LogReceiptRejected(long count, ReceiptFault reason);

    [LoggerMessage(EventId = 215, Level = LogLevel.Warning, Message = "uplink: {Reason}")]
    private partial void LogNoReceipts(string reason);

    [LoggerMessage(EventId = 216, Level = LogLevel.Information, Message = "uplink: receipts come again")]
    private partial void LogReceiptsAgain();

    [LoggerMessage(EventId = 206, Level = LogLevel.Warning, Message = "downlink: {Reason}")]
    private partial void LogDownlinkFails(string reason);

    [LoggerMessage(EventId = 207, Level = LogLevel.Information, Message = "downlink: all is well again")]
    private partial void LogDownlinkGoesOn();

    [LoggerMessage(EventId = 208, Level = LogLevel.Warning, Message = "Sparkplug not connected: {Reason}")]
    private partial void LogSparkplugFails(string reason);

    [LoggerMessage(EventId = 209, Level = LogLevel.Information, Message = "Sparkplug connected")]
    private partial void LogSparkplugConnected();

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "{Count} publishes refused: {Reason}")]
    private partial void LogPublishesRefused(long count, Broker.PublishRefusal reason);

    [LoggerMessage(EventId = 212, Level = LogLevel.Warning, Message = "{Count} connections refused or ended: {Reason}")]
    private partial void LogConnectionsEnded(long count, Broker.ConnectionEnd reason);

    [LoggerMessage(EventId = 213, Level = LogLevel.Warning, Message = "{Count} messages to local subscribers dropped: a reader is slow")]
    private partial void LogLiveDropped(long count);

    [LoggerMessage(EventId = 221, Level = LogLevel.Error, Message = "{Count} records dropped or damaged and declared lost, {Total} in all")]
    private partial void LogLost(long count, long total);

    [LoggerMessage(EventId = 222, Level = LogLevel.Error, Message = "{Count} damaged records set aside")]
    private partial void LogDamage(long count);

    [LoggerMessage(EventId = 223, Level = LogLevel.Error, Message = "{Count} transactions failed: {Reason}")]
    private partial void LogCommitsFailed(long count, string reason);

    [LoggerMessage(EventId = 224, Level = LogLevel.Error, Message = "the spool is {Condition}, {Lost} records are declared lost: {Reason}")]
    private partial void LogCondition(SpoolCondition condition, long lost, string reason);

    [LoggerMessage(EventId = 225, Level = LogLevel.Error, Message = "{What}")]
    private partial void LogSalvaged(string what);

    [LoggerMessage(EventId = 231, Level = LogLevel.Error, Message = "publishes have waited for {Seconds:0} s and none was answered")]
    private partial void LogStalled(double seconds);

    [LoggerMessage(EventId = 232, Level = LogLevel.Information, Message = "publishes are answered again")]
    private partial void LogGoesOn();
}
