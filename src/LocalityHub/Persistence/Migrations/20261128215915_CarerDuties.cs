using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CarerDuties : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "worker_name",
                table: "household",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "worker_subject",
                table: "household",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "conditions",
                table: "case_event",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "day",
                table: "case_event",
                type: "date",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "worker_name",
                table: "household");

            migrationBuilder.DropColumn(
                name: "worker_subject",
                table: "household");

            migrationBuilder.DropColumn(
                name: "conditions",
                table: "case_event");

            migrationBuilder.DropColumn(
                name: "day",
                table: "case_event");
        }
    }
}
