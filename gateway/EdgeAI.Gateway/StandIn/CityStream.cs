namespace EdgeAI.Gateway.StandIn;

/// <summary>What reached the stand-in from one stream.</summary>
/// <param name="Robot">The robot's id.</param>
/// <param name="Board">The board's number on its robot; 0 is the robot itself.</param>
/// <param name="Stream">The stream's number on its board.</param>
/// <param name="Records">The records with a name not seen before.</param>
/// <param name="Frames">The different frames among them, by boot and the stream's own sequence.</param>
/// <param name="MissingFrames">The holes in the stream's own sequence, over all boots: readings that were taken and did not come.</param>
/// <param name="Simulated">The records whose frame says that its world is simulated.</param>
public sealed record CityStream(string Robot, ushort Board, byte Stream, long Records, long Frames, long MissingFrames, long Simulated);
