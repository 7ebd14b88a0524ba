namespace EdgeAI.Device.Board;

/// <summary>A two-way byte stream between a board and the robot: serial, USB, TCP or in-process. Never blocks.</summary>
public interface ILink
{
    /// <summary>Queues all of the bytes or none of them.</summary>
    LinkStatus Send(byte[] buffer, int offset, int count);

    /// <summary>Takes up to <paramref name="capacity"/> received bytes; 0 when there are none.</summary>
    int Receive(byte[] buffer, int offset, int capacity);
}
