namespace EdgeAI.Device.Board;

/// <summary>One end of an <see cref="InProcessLink"/>.</summary>
internal sealed class InProcessLinkEnd : ILink
{
    private readonly ByteRing _outgoing;
    private readonly ByteRing _incoming;

    public InProcessLinkEnd(ByteRing outgoing, ByteRing incoming)
    {
        _outgoing = outgoing;
        _incoming = incoming;
    }

    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        return _outgoing.Write(buffer, offset, count);
    }

    public int Receive(byte[] buffer, int offset, int capacity)
    {
        return _incoming.Read(buffer, offset, capacity);
    }
}
