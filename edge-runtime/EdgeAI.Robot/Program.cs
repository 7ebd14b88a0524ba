using EdgeAI.Robot.Commands;

return RobotCommand.Run(args);
