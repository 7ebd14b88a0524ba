using System.Globalization;
using Npgsql;

namespace EdgeAI.City.Admission;

/// <summary>
/// Judges each message by what stands in the database: whether its gateway may deliver, and whether its site stays within its quota. Where a site does
/// not, the gateway that sent the most of it goes into quarantine, and the site's other gateways go on: what is in quarantine counts no more. What was
/// read is believed for a second, and what this receiver took since is counted with it. For one thread at a time.
/// </summary>
internal sealed class AdmissionControl(AdmissionOptions options, TimeProvider time)
{
    // Beyond as many senders of what is no batch, counting begins anew.
    private const int MaximumDamaged = 20_000;

    private readonly Dictionary<GatewayOfSite, int> _damaged = [];
    private readonly Dictionary<GatewayOfSite, int> _damagedNow = [];
    private readonly Dictionary<GatewayOfSite, Use> _usedNow = [];
    private readonly Dictionary<GatewayOfSite, string> _quarantinedNow = [];
    private readonly List<HeldMessage> _held = [];
    private Standings? _standings;
    private long _readAt;

    /// <summary>The messages of this transaction that went into quarantine, those included of which nothing was kept.</summary>
    public int Held => _held.Count;

    /// <summary>Begins a transaction: what was judged before is committed or forgotten.</summary>
    public async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        _usedNow.Clear();
        _damagedNow.Clear();
        _quarantinedNow.Clear();
        _held.Clear();
        DateTimeOffset now = time.GetUtcNow();
        if (_standings is null || time.GetElapsedTime(_readAt) >= options.BelievedFor || _standings.Slots != Standings.SlotsOf(now))
        {
            _standings = await Standings.ReadAsync(connection, now, cancellation).ConfigureAwait(false);
            _readAt = time.GetTimestamp();
        }
    }

    /// <summary>Judges a batch.</summary>
    /// <param name="gateway">The gateway, as its topic and the batch name it.</param>
    /// <param name="topic">The topic as it came.</param>
    /// <param name="payload">The batch as it came.</param>
    /// <param name="records">Its records.</param>
    public Judgement Judge(GatewayOfSite gateway, string topic, byte[] payload, int records)
    {
        if (MayDeliver(gateway) is { } refusal)
        {
            return refusal;
        }

        _damagedNow[gateway] = 0;
        if (ReasonOf(gateway) is null)
        {
            Count(gateway, new Use(records, payload.Length));
        }

        return ReasonOf(gateway) is { } reason ? Hold(gateway, topic, payload, reason) : Judgement.Take;
    }

    /// <summary>Judges a message that is no batch of its topic's gateway.</summary>
    /// <param name="gateway">The gateway that its topic names.</param>
    /// <param name="topic">The topic as it came.</param>
    /// <param name="payload">The message as it came.</param>
    /// <param name="what">What is wrong with it.</param>
    public Judgement JudgeDamaged(GatewayOfSite gateway, string topic, byte[] payload, string what)
    {
        if (MayDeliver(gateway) is { } refusal)
        {
            return refusal;
        }

        int inARow = (_damagedNow.TryGetValue(gateway, out int now) ? now : _damaged.GetValueOrDefault(gateway)) + 1;
        _damagedNow[gateway] = inARow;
        if (inARow >= options.DamagedInARow && ReasonOf(gateway) is null)
        {
            _quarantinedNow[gateway] = string.Create(CultureInfo.InvariantCulture, $"{inARow} messages in a row that are no batch of it, the last {what}");
        }

        return ReasonOf(gateway) is { } reason ? Hold(gateway, topic, payload, reason) : new Judgement(Verdict.Refuse, what);
    }

    /// <summary>Writes what was judged within the transaction; false where a gateway was released meanwhile: then judge again, by what stands now.</summary>
    public async Task<bool> FinishAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await QuarantineTable.AddAsync(connection, _quarantinedNow, cancellation).ConfigureAwait(false);
        if (_held.Count > 0)
        {
            ILookup<bool, HeldMessage> held = _held.ToLookup(IsKept);
            if (!await QuarantineTable.HoldAsync(connection, options.Receiver, [.. held[true]], [.. held[false]], cancellation).ConfigureAwait(false))
            {
                Forget();
                return false;
            }
        }

        await QuarantineTable.CountAsync(connection, options.Receiver, _standings!.Slots, _usedNow, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>The transaction is committed.</summary>
    public void Committed()
    {
        if (_damaged.Count > MaximumDamaged)
        {
            _damaged.Clear();
        }

        foreach ((GatewayOfSite gateway, int inARow) in _damagedNow)
        {
            if (inARow == 0)
            {
                _damaged.Remove(gateway);
            }
            else
            {
                _damaged[gateway] = inARow;
            }
        }

        foreach ((GatewayOfSite gateway, string reason) in _quarantinedNow)
        {
            _standings!.Quarantined.TryAdd(gateway, reason);
            _damaged.Remove(gateway);
        }
    }

    /// <summary>The transaction is undone, or what is believed does not hold: it is read again.</summary>
    public void Forget() => _standings = null;

    private Judgement? MayDeliver(GatewayOfSite gateway)
    {
        if (!_standings!.Enrolled.TryGetValue(gateway.Gateway, out var enrolled))
        {
            return options.EnrolledOnly ? new Judgement(Verdict.Refuse, $"the gateway '{gateway.Gateway}' is not enrolled") : null;
        }

        return enrolled.Revoked is { } revoked ? new Judgement(Verdict.Refuse, string.Create(CultureInfo.InvariantCulture, $"the gateway '{gateway.Gateway}' was revoked {revoked:yyyy-MM-dd HH:mm:ss} UTC"))
            : enrolled.Site != gateway.Site ? new Judgement(Verdict.Refuse, $"the gateway '{gateway.Gateway}' is enrolled for the site '{enrolled.Site}', not for '{gateway.Site}'")
            : null;
    }

    private string? ReasonOf(GatewayOfSite gateway)
        => _quarantinedNow.TryGetValue(gateway, out string? reason) || _standings!.Quarantined.TryGetValue(gateway, out reason) ? reason : null;

    private Judgement Hold(GatewayOfSite gateway, string topic, byte[] payload, string reason)
    {
        _held.Add(new HeldMessage(gateway, topic, payload, reason));
        return new Judgement(Verdict.Quarantine, reason);
    }

    /// <summary>Counts what came, and puts the greatest senders of a site into quarantine until the rest is within the quota.</summary>
    private void Count(GatewayOfSite gateway, Use came)
    {
        if (!_standings!.Quotas.TryGetValue(gateway.Site, out SiteQuota quota))
        {
            return;
        }

        _standings.Used(gateway.Site, UsePeriod.TenSeconds).Add(gateway, came);
        _standings.Used(gateway.Site, UsePeriod.Day).Add(gateway, came);
        _usedNow[gateway] = _usedNow.GetValueOrDefault(gateway) + came;
        if (quota.RecordsPerSecond is { } perSecond)
        {
            Quarantine(gateway.Site, UsePeriod.TenSeconds, Standings.WithinSlot(perSecond), static use => use.Records, $"the site's quota of {perSecond} records/s is used up, most of it by this gateway");
        }

        if (quota.BytesPerDay is { } perDay)
        {
            Quarantine(gateway.Site, UsePeriod.Day, perDay, static use => use.Bytes, $"the site's quota of {perDay} bytes/day is used up, most of it by this gateway");
        }
    }

    private void Quarantine(string site, UsePeriod period, long limit, Func<Use, long> of, string reason)
    {
        SiteUse used = _standings!.Used(site, period);
        while (of(used.Total) > limit)
        {
            GatewayOfSite greatest = used.Greatest(of);
            _quarantinedNow[greatest] = reason;
            _standings.Used(site, UsePeriod.TenSeconds).Remove(greatest);
            _standings.Used(site, UsePeriod.Day).Remove(greatest);
        }
    }

    private bool IsKept(HeldMessage held)
    {
        long kept = _standings!.Kept.GetValueOrDefault(held.Gateway) + held.Payload.Length;
        if (kept > options.QuarantineBytes)
        {
            return false;
        }

        _standings.Kept[held.Gateway] = kept;
        return true;
    }
}
