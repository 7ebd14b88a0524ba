using EdgeAI.Flash.Commands;

return FlashCommand.Run(args);
