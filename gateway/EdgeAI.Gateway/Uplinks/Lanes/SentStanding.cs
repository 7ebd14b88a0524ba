namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>Where sent records are as long as no receipt came.</summary>
internal enum SentStanding : byte
{
    /// <summary>On their way: the upstream has not answered.</summary>
    OnTheirWay,

    /// <summary>The upstream acknowledged them.</summary>
    WithBroker,

    /// <summary>They wait to be sent again.</summary>
    ToBeSentAgain,
}
