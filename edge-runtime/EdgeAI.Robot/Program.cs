using EdgeAI.Perception.Sessions;
using EdgeAI.Robot.Commands;

// Before anything can load the inference runtime: it starts its telemetry with itself.
InferenceTelemetry.Forbid();
return RobotCommand.Run(args);
