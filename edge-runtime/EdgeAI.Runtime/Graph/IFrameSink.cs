using EdgeAI.Device.Time;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>Takes every frame that is to leave the robot, readings as the board sent them and decisions as the robot made them.</summary>
public interface IFrameSink
{
    /// <summary>Takes one frame. Called on the executor's thread; copies what it keeps.</summary>
    /// <param name="stream">The stream that the frame belongs to.</param>
    /// <param name="stamp">When its content was true, on the robot's timeline.</param>
    /// <param name="frame">The raw frame: header, payload and CRC, without COBS. Borrowed for the length of the call.</param>
    void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame);
}
