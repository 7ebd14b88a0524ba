namespace EdgeAI.City.Admission;

/// <summary>What came of one site within a period, gateway by gateway, without those in quarantine.</summary>
internal sealed class SiteUse
{
    private readonly Dictionary<GatewayOfSite, Use> _gateways = [];

    /// <summary>Of all its gateways.</summary>
    public Use Total { get; private set; }

    /// <summary>What came of a gateway is so much more.</summary>
    public void Add(GatewayOfSite gateway, Use came)
    {
        _gateways[gateway] = _gateways.GetValueOrDefault(gateway) + came;
        Total += came;
    }

    /// <summary>A gateway counts no more.</summary>
    public void Remove(GatewayOfSite gateway)
    {
        _gateways.Remove(gateway, out Use use);
        Total += new Use(-use.Records, -use.Bytes);
    }

    /// <summary>The gateway of which the most came.</summary>
    public GatewayOfSite Greatest(Func<Use, long> of) => _gateways.MaxBy(use => of(use.Value)).Key;
}
