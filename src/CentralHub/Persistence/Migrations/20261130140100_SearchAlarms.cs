using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>What owners were told of a late list or a group that lacks a child, and since when a group does.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130140100_SearchAlarms")]
    public partial class SearchAlarms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(name: "incomplete_since", table: "search", type: "timestamp with time zone", nullable: true);

            migrationBuilder.CreateTable(
                name: "search_alarm",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    search = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    cause = table.Column<short>(type: "smallint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    over_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_alarm", x => x.id);
                });

            migrationBuilder.CreateIndex(name: "search_alarm_once", table: "search_alarm", columns: new[] { "search", "child", "cause", "since" }, unique: true);

            migrationBuilder.CreateIndex(name: "search_alarm_open", table: "search_alarm", column: "over_at", filter: "over_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "search_alarm");
            migrationBuilder.DropColumn(name: "incomplete_since", table: "search");
        }
    }
}
