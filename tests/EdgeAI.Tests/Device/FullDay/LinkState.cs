namespace EdgeAI.Tests.Device.FullDay;

/// <summary>How the link from board to robot goes.</summary>
internal enum LinkState
{
    Open,
    Stalled,
    Slow,
    Closed,
}
